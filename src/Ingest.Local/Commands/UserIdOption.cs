using System.CommandLine;
using System.Text.RegularExpressions;

namespace Ingest.Local.Commands;

/// <summary><c>--user-id</c>, whose characters must do for a topic, a stream and a table at once.</summary>
internal static partial class UserIdOption
{
    public static Option<string> Create(string description)
    {
        var option = new Option<string>("--user-id") { Description = description, HelpName = "ID", DefaultValueFactory = _ => "demo" };
        Check(option);
        return option;
    }

    /// <summary>Without a default: null when it is not typed.</summary>
    public static Option<string?> CreateOptional(string description)
    {
        var option = new Option<string?>("--user-id") { Description = description, HelpName = "ID" };
        Check(option);
        return option;
    }

    private static void Check(Option option) => option.Validators.Add(result =>
    {
        if (result.Tokens is [var id] && !Allowed().IsMatch(id.Value))
        {
            result.AddError($"--user-id is '{id.Value}'; it must be 1 to 100 letters, digits, '.', '_' or '-'.");
        }
    });

    [GeneratedRegex("^[A-Za-z0-9._-]{1,100}$")]
    private static partial Regex Allowed();
}
