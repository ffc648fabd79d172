using System.Text.RegularExpressions;

namespace Ingest.SchemaRegistry.Tests.Compatibility;

internal static partial class ErrorTypes
{
    /// <summary>The error types of the messages, in their order, with blanks between.</summary>
    public static string Of(IEnumerable<string> messages) =>
        string.Join(' ', messages.Select(message => Pattern().Match(message).Groups["type"].Value));

    [GeneratedRegex("^\\{errorType:['\"](?<type>[A-Z_]+)['\"], description:")]
    private static partial Regex Pattern();
}
