using System.CommandLine;

namespace Ingest.Local.Tests.Commands;

/// <summary>A command line, run to its end in this process, and what it printed.</summary>
internal sealed record Typed(int ExitCode, string Output, string Errors)
{
    public static async Task<Typed> RunAsync(params string[] line)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await Program.RunAsync(line, new InvocationConfiguration { Output = output, Error = errors });
        return new(code, output.ToString().ReplaceLineEndings("\n").TrimEnd(), errors.ToString().ReplaceLineEndings("\n").TrimEnd());
    }
}
