namespace Ingest.Local;

/// <summary>The command-line program.</summary>
internal static class Program
{
    private static int Main() => 0;
}
