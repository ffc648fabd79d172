using System.Globalization;
using System.Text.RegularExpressions;
using Ingest.Testing;

namespace DeployTests;

/// <summary>Tests in Python, of Python: <c>unittest</c>, which its own library brings.</summary>
internal static partial class PythonTests
{
    /// <summary>Runs a module of tests; fails with all that they said, also when there are fewer than there should be.</summary>
    public static async Task RunAsync(IEnumerable<string> modules, string module, int testsMin)
    {
        var (_, summary) = await Python.RunAsync(modules, "-m", "unittest", "-v", module);

        var ran = Ran().Match(summary);
        Assert.True(ran.Success && int.Parse(ran.Groups[1].Value, CultureInfo.InvariantCulture) >= testsMin, summary);
        Assert.EndsWith("\nOK", summary.TrimEnd(), StringComparison.Ordinal);
    }

    [GeneratedRegex("^Ran ([0-9]+) tests", RegexOptions.Multiline)]
    private static partial Regex Ran();
}
