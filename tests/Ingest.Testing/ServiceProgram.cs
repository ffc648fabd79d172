using System.Diagnostics;
using Xunit;

namespace Ingest.Testing;

/// <summary>A service as a process of its own, run by its real entry point.</summary>
public static class ServiceProgram
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Asserts that the program of <typeparamref name="T"/>'s assembly ends at once with code 2 and prints exactly these errors.</summary>
    /// <typeparam name="T">Any type of the service.</typeparam>
    public static async Task RefusesAsync<T>(string[] arguments, params string[] errors)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(T).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var printed = await process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);

            var lines = printed.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            Assert.Equal(["The configuration does not hold:", .. errors.Order(StringComparer.Ordinal)], [lines[0], .. lines[1..].Order(StringComparer.Ordinal)]);
            Assert.Equal("", await output);
            Assert.Equal(2, process.ExitCode);
        }
        finally
        {
            process.Kill();
        }
    }
}
