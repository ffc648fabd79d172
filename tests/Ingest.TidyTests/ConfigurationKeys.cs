using System.Text.RegularExpressions;
using Ingest.Testing;

namespace Ingest.TidyTests;

/// <summary><c>docs/configuration.md</c> lists every key that a service reads, and no other.</summary>
public sealed partial class ConfigurationKeys
{
    private const string Document = "docs/configuration.md";

    /// <summary>What the host reads by itself.</summary>
    private static readonly string[] OfTheHost = ["urls", "shutdownTimeoutSeconds"];

    private static readonly IReadOnlyList<ConfigurationKey> Read = ConfigurationKey.FindAll();

    private static readonly string[] Listed =
    [
        .. from line in File.ReadLines(Path.Combine(Checkout.Root, Document))
           let key = FirstColumn().Match(line)
           where key.Success
           select key.Groups["key"].Value,
    ];

    [Fact]
    public void Every_key_that_is_read_is_listed() =>
        Offences.None(
            from key in Read
            where !Listed.Contains(key.Name)
            select $"{Document} lacks, with default, range and meaning to be put into words:\n{key.Line}");

    [Fact]
    public void Every_key_that_is_listed_is_read() =>
        Offences.None(
            from key in Listed
            where !OfTheHost.Contains(key) && Read.All(read => read.Name != key)
            select $"{Document}: nothing reads {key}");

    [Fact]
    public void No_key_is_listed_twice() =>
        Offences.None(Listed.GroupBy(key => key).Where(keys => keys.Count() > 1).Select(keys => keys.Key));

    [Fact]
    public void A_key_in_the_README_is_listed() =>
        Offences.None(
            from Match key in Mentioned().Matches(File.ReadAllText(Path.Combine(Checkout.Root, "README.md")))
            let name = key.Groups["key"].Value
            where !Listed.Contains(name)
            select $"README.md: {name}");

    [GeneratedRegex(@"^\| `(?<key>[A-Za-z0-9_:]+?)(:<[a-z]+>)?` \|")]
    private static partial Regex FirstColumn();

    [GeneratedRegex(@"(`|--)(?<key>[A-Z][A-Za-z0-9]+:[A-Z][A-Za-z0-9]+)(`|=|:<)")]
    private static partial Regex Mentioned();
}
