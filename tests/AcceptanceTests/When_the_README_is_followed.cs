using System.Diagnostics;
using System.Text.RegularExpressions;
using Ingest.Testing;

namespace AcceptanceTests;

/// <summary>Runs the README's console examples as printed and compares what they print; <c>…</c> stands for anything.</summary>
public sealed class When_the_README_is_followed
{
    private static readonly Dictionary<string, string> UsualPorts = new()
    {
        ["http://127.0.0.1:8080"] = "gateway",
        ["http://127.0.0.1:8082"] = "kafkaProxy",
        ["http://127.0.0.1:8083"] = "kinesisProxy",
        ["http://127.0.0.1:8084"] = "worker",
    };

    [Fact]
    public async Task Its_examples_print_what_it_says()
    {
        using var directory = new TemporaryDirectory();
        await using var ingest = await IngestProgram.UpAsync(directory.Path);
        var examples = Examples(await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "README.md"), TestContext.Current.CancellationToken)).ToArray();
        Assert.NotEmpty(examples);

        foreach (var (command, expected) in examples)
        {
            var here = UsualPorts.Aggregate(command, (text, port) => text.Replace(port.Key, ingest.Endpoints[port.Value].TrimEnd('/'), StringComparison.Ordinal));
            var printed = (await ShellAsync(here)).ReplaceLineEndings("\n").Trim();
            Assert.True(
                Regex.IsMatch(printed, Pattern(expected.Trim()), RegexOptions.Singleline),
                $"{command}\nprinted  {printed}\nexpected {expected}");
        }
    }

    /// <summary>A line of its own that is just <c>…</c> stands for any number of lines, and for none.</summary>
    private static string Pattern(string expected) => "^" + Regex.Escape(expected)
        .Replace(@"\n…", ".*", StringComparison.Ordinal)
        .Replace("…", ".*", StringComparison.Ordinal) + "$";

    private static IEnumerable<(string Command, string Expected)> Examples(string readme) =>
        from Match block in Regex.Matches(readme, @"```console\n\$ (?<command>[^\n]+)\n(?<output>.*?)```", RegexOptions.Singleline)
        select (block.Groups["command"].Value, block.Groups["output"].Value);

    private static async Task<string> ShellAsync(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", command]) { RedirectStandardOutput = true })!;
        var output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return output;
    }
}
