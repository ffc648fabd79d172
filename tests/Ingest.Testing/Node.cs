using System.Diagnostics;
using Xunit;

namespace Ingest.Testing;

/// <summary>Programs from <c>tests/npm</c>, run with Node.js. <c>test.sh</c> installs them with <c>npm ci</c>.</summary>
public static class Node
{
    /// <summary>The folder <c>tests/npm</c> of this checkout.</summary>
    public static string Directory { get; } = Path.Combine(Checkout.Root, "tests", "npm");

    /// <summary>Skips the running test, with the reason, when the packages are not installed.</summary>
    public static void SkipUnlessInstalled(string package) =>
        Assert.SkipUnless(System.IO.Directory.Exists(Path.Combine(Directory, "node_modules", package)), $"npm package {package} is not installed in tests/npm");

    /// <summary>Runs a program to its end and gives what it printed.</summary>
    /// <exception cref="InvalidOperationException">It ended with another code than 0; what it said is in the text.</exception>
    public static async Task<string> RunAsync(string workingDirectory, params string[] arguments)
    {
        using var process = Start(workingDirectory, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"node {string.Join(' ', arguments)} ended with {process.ExitCode}: {await errors}{await output}");
    }

    /// <summary>Starts a program with its output redirected.</summary>
    public static Process Start(string workingDirectory, params string[] arguments) =>
        Process.Start(new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
