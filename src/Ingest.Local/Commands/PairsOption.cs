using System.CommandLine;

namespace Ingest.Local.Commands;

/// <summary>An option of the form <c>key=value</c> that may come several times.</summary>
internal static class PairsOption
{
    public static Option<string[]> Create(string name, string description)
    {
        var option = new Option<string[]>(name) { Description = description + "; may be repeated", HelpName = "KEY=VALUE" };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.IndexOf('=', StringComparison.Ordinal) < 1))
            {
                result.AddError($"{name} is '{token.Value}'; it must be KEY=VALUE.");
            }
        });
        return option;
    }

    /// <summary>The pairs; of a key that comes twice the last one.</summary>
    public static Dictionary<string, string> Read(string[]? typed)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parts in (typed ?? []).Select(pair => pair.Split('=', 2)))
        {
            pairs[parts[0]] = parts[1];
        }

        return pairs;
    }
}
