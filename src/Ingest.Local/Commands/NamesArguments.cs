using System.CommandLine;
using Ingest.Emulator;

namespace Ingest.Local.Commands;

/// <summary>Which topics or streams to create: names, or the three of a user.</summary>
internal sealed class NamesArguments
{
    private readonly Argument<string[]> _names = new("NAME") { Description = "What to create", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _userId;
    private readonly Option<bool> _ifNotExists = new("--if-not-exists") { Description = "Take what exists already for created, whatever its settings" };
    private readonly Func<string, EmulatorSource, string> _nameOf;

    /// <param name="command">Gets these arguments.</param>
    /// <param name="nameOf">The name of a user's topic or stream for a source.</param>
    public NamesArguments(Command command, Func<string, EmulatorSource, string> nameOf)
    {
        _nameOf = nameOf;
        _userId = UserIdOption.CreateOptional($"Also those of a user: {string.Join(", ", Of("<ID>"))}");
        command.Arguments.Add(_names);
        command.Options.Add(_userId);
        command.Options.Add(_ifNotExists);
        _names.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
            {
                result.AddError("A NAME is empty.");
            }
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(_names) is null or [] && result.GetResult(_userId) is null)
            {
                result.AddError("Name what to create, or give --user-id.");
            }
        });
    }

    public bool IfNotExists(ParseResult parsed) => parsed.GetValue(_ifNotExists);

    /// <summary>The names in the order typed, each once.</summary>
    public string[] Read(ParseResult parsed) =>
        [.. (parsed.GetValue(_names) ?? []).Concat(parsed.GetValue(_userId) is { } user ? Of(user) : []).Distinct(StringComparer.Ordinal)];

    private IEnumerable<string> Of(string user) => Enum.GetValues<EmulatorSource>().Select(source => _nameOf(user, source));
}
