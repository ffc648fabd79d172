namespace Ingest.ObjectStore.Directories;

/// <summary>The framework's file calls throw <see cref="UnauthorizedAccessException"/>, which is no <see cref="IOException"/>; the store promises one.</summary>
internal static class Failures
{
    public static void AsIO(string path, Action action)
    {
        try
        {
            action();
        }
        catch (UnauthorizedAccessException refused)
        {
            throw new IOException($"{path}: {refused.Message}", refused);
        }
    }
}
