using System.Text.RegularExpressions;
using Ingest.Testing;

namespace DeployTests;

/// <summary>The keys that <c>docs/configuration.md</c> lists, to hold what deployments set against them.</summary>
internal static partial class ConfigurationDocument
{
    private static readonly Regex[] Listed =
    [
        .. from line in File.ReadLines(Path.Combine(Checkout.Root, "docs", "configuration.md"))
           let key = FirstColumn().Match(line)
           where key.Success
           select new Regex($@"^{Placeholder().Replace(key.Groups["key"].Value, "[^:]+")}(:\d+)?$", RegexOptions.CultureInvariant),
    ];

    /// <summary>Names that services or their SDKs read and that are no keys of ours.</summary>
    private static readonly HashSet<string> OfOthers =
        ["ASPNETCORE_URLS", "DOTNET_ENVIRONMENT", "OTEL_EXPORTER_OTLP_ENDPOINT", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION"];

    /// <summary>Whether a service reads an environment variable of this name: <c>Kafka__Client__linger_ms</c>, <c>Gateway__Stages__0</c>.</summary>
    public static bool Knows(string environmentName)
    {
        var key = environmentName.Replace("__", ":", StringComparison.Ordinal);
        return OfOthers.Contains(environmentName) || !environmentName.Contains(':', StringComparison.Ordinal) && Listed.Any(listed => listed.IsMatch(key));
    }

    [GeneratedRegex(@"^\| `(?<key>[A-Za-z0-9_:<>]+)` \|")]
    private static partial Regex FirstColumn();

    /// <summary>What stands for a name or a number in a key: <c>&lt;name&gt;</c>.</summary>
    [GeneratedRegex("<[a-z]+>")]
    private static partial Regex Placeholder();
}
