using System.Diagnostics;
using Xunit;

namespace Ingest.Testing;

/// <summary>Python programs of the checkout, run with <c>python3</c> and nothing but its own library.</summary>
public static class Python
{
    /// <summary>Skips the running test, with the reason, when there is no Python.</summary>
    public static void SkipUnlessInstalled() =>
        Assert.SkipUnless(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "python3"))),
            "python3 is not installed");

    /// <summary>Runs a program to its end and gives what it printed, to both outputs.</summary>
    /// <param name="modules">Folders below the checkout where its modules lie.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="InvalidOperationException">It ended with another code than 0; what it said is in the text.</exception>
    public static async Task<(string Output, string Errors)> RunAsync(IEnumerable<string> modules, params string[] arguments)
    {
        // -B: no compiled files beside the sources.
        var start = new ProcessStartInfo("python3", ["-B", .. arguments])
        {
            WorkingDirectory = Checkout.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["PYTHONPATH"] = string.Join(Path.PathSeparator, modules.Select(folder => Path.Combine(Checkout.Root, folder))),
                ["PYTHONUTF8"] = "1",
                ["INGEST_ROOT"] = Checkout.Root,
            },
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? (await output, await errors)
            : throw new InvalidOperationException($"python3 {string.Join(' ', arguments)} ended with {process.ExitCode}: {await errors}{await output}");
    }

    /// <summary>Compiles files of the checkout, and reads them as the Python of <paramref name="minorMin"/> would.</summary>
    /// <param name="minorMin">The oldest Python 3 that must take them, such as 8 for 3.8.</param>
    /// <param name="files">The files, below the checkout.</param>
    /// <exception cref="InvalidOperationException">One does not compile; its place is in the text.</exception>
    public static async Task CompileAsync(int minorMin, params string[] files)
    {
        using var compiled = new TemporaryDirectory();
        const string Program = """
            import ast, py_compile, sys
            for file in sys.argv[3:]:
                py_compile.compile(file, cfile=sys.argv[1], doraise=True)
                with open(file, encoding="utf-8") as source:
                    ast.parse(source.read(), file, feature_version=(3, int(sys.argv[2])))
            """;
        await RunAsync([], ["-c", Program, Path.Combine(compiled.Path, "compiled.pyc"), $"{minorMin}", .. files]);
    }
}
