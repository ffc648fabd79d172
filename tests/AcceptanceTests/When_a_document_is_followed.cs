using System.Diagnostics;
using System.Text.RegularExpressions;
using Ingest.Testing;

namespace AcceptanceTests;

/// <summary>
/// Runs the console examples of documents as printed and compares what they print; <c>…</c> stands for anything. What needs more than this
/// machine is in <c>sh</c> blocks, which are not run.
/// </summary>
public sealed partial class When_a_document_is_followed(DocumentStack stack) : IClassFixture<DocumentStack>
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/tutorial.md")]
    [InlineData("docs/kafka-rest.md")]
    public async Task Its_examples_print_what_it_says(string document)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, document), TestContext.Current.CancellationToken);
        var examples = Example().Matches(text);
        Assert.NotEmpty(examples);

        foreach (Match example in examples)
        {
            await FollowAsync(example.Groups["command"].Value, example.Groups["output"].Value.Trim());
        }
    }

    /// <summary>What only reads is asked again, as a reader looks a second time when records are still under way.</summary>
    private async Task FollowAsync(string command, string expected)
    {
        var pattern = new Regex(Pattern(expected), RegexOptions.Singleline);
        if (Changes().IsMatch(command))
        {
            var printed = await ShellAsync(command);
            Assert.True(pattern.IsMatch(printed), $"{command}\nprinted  {printed}\nexpected {expected}");
        }
        else
        {
            await Eventually.BecomesAsync(() => ShellAsync(command), pattern.IsMatch, $"{command}\nexpected {expected}");
        }
    }

    private async Task<string> ShellAsync(string command)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", "exec 2>&1; " + stack.Here(command)]) { RedirectStandardOutput = true, WorkingDirectory = stack.Folder })!;
        var output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return output.ReplaceLineEndings("\n").Trim();
    }

    /// <summary>A line of its own that is just <c>…</c> stands for any number of lines, and for none.</summary>
    private static string Pattern(string expected) => "^" + Regex.Escape(expected)
        .Replace(@"\n…", ".*", StringComparison.Ordinal)
        .Replace("…", ".*", StringComparison.Ordinal) + "$";

    /// <summary>A command goes on after a backslash at a line's end.</summary>
    [GeneratedRegex(@"```console\n\$ (?<command>(?:[^\n]*\\\n)*[^\n]+)\n(?<output>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"\./ingest (?!\w+ list)| -X | -d ")]
    private static partial Regex Changes();
}
