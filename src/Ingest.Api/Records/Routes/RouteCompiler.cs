using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Ingest.Api.Records.Routes;

/// <summary>Makes a source's options into a route that needs no further check. Pure; it finds every error, not the first.</summary>
internal sealed partial class RouteCompiler
{
    private readonly List<string> _errors = [];
    private readonly List<string> _fields = [];
    private readonly string _key;

    private RouteCompiler(string source) => _key = $"Routing:Sources:{source}";

    /// <summary>The routes of all sources by name, and what is wrong with them: key, value, rule.</summary>
    public static (IReadOnlyDictionary<string, SourceRoute> Routes, IReadOnlyList<string> Errors) Compile(RoutingOptions options)
    {
        var routes = new Dictionary<string, SourceRoute>(StringComparer.Ordinal);
        var errors = new List<string>();
        foreach (var (source, settings) in options.Sources)
        {
            var compiler = new RouteCompiler(source);
            routes[source] = compiler.Compile(source, settings, options.UserId);
            errors.AddRange(compiler._errors);
        }

        return (routes, errors);
    }

    private SourceRoute Compile(string source, SourceOptions settings, string userId)
    {
        if (!SourceForm().IsMatch(source))
        {
            _errors.Add($"{_key}: the name '{source}' must be 1 to 100 letters, digits, '.', '_' and '-', and begin with a letter or a digit");
        }

        var usual = ReadDestinations($"{_key}:Destinations", settings.Destinations);
        var key = settings.KeyField is { } field ? ReadField($"{_key}:KeyField", field) : (int?)null;
        var rules = settings.Rules.Select((rule, index) => ReadRule($"{_key}:Rules:{index}", rule)).ToArray();
        var all = rules.Aggregate(usual, (sum, rule) => sum | rule.Destinations);
        return new SourceRoute(
            source,
            usual,
            ReadName("Topic", settings.Topic, all.HasFlag(Destinations.Batch) ? "batch" : null, source, userId, NameTemplate.TopicFault),
            ReadName("Stream", settings.Stream, all.HasFlag(Destinations.Stream) ? "stream" : null, source, userId, NameTemplate.StreamFault),
            _fields,
            key,
            rules);
    }

    private Destinations ReadDestinations(string key, string[] names)
    {
        if (names.Length == 0)
        {
            _errors.Add($"{key} is not set; a record must go somewhere: batch, stream or both");
        }

        var destinations = Destinations.None;
        for (var i = 0; i < names.Length; i++)
        {
            var destination = names[i]?.ToUpperInvariant() switch
            {
                "BATCH" => Destinations.Batch,
                "STREAM" => Destinations.Stream,
                _ => Destinations.None,
            };
            destinations |= destination;
            if (destination == Destinations.None)
            {
                _errors.Add($"{key}:{i} is '{names[i]}'; it must be batch or stream");
            }
        }

        return destinations;
    }

    private RouteRule ReadRule(string key, RuleOptions rule)
    {
        var field = ReadField($"{key}:Field", rule.Field);
        if (rule.Values.Length == 0)
        {
            _errors.Add($"{key}:Values is not set; a rule must say which values match");
        }

        return new RouteRule(
            field, rule.Values.Select(value => value ?? "").ToFrozenSet(StringComparer.Ordinal), ReadDestinations($"{key}:Destinations", rule.Destinations));
    }

    /// <summary>The field's index among those that matter.</summary>
    private int ReadField(string key, string? field)
    {
        if (string.IsNullOrEmpty(field))
        {
            _errors.Add($"{key} is {(field is null ? "not set" : "empty")}; it must name a field");
        }

        var index = _fields.IndexOf(field ?? "");
        if (index < 0)
        {
            index = _fields.Count;
            _fields.Add(field ?? "");
        }

        return index;
    }

    /// <param name="setting">The setting's own name.</param>
    /// <param name="template">Its value.</param>
    /// <param name="neededFor">The destination that needs it; null when none does.</param>
    /// <param name="source">What <c>{source}</c> stands for.</param>
    /// <param name="userId">What <c>{userId}</c> stands for.</param>
    /// <param name="faultOf">Why a name cannot be.</param>
    private string ReadName(string setting, string? template, string? neededFor, string source, string userId, Func<string, string?> faultOf)
    {
        if (string.IsNullOrEmpty(template))
        {
            if (neededFor is not null)
            {
                _errors.Add($"{_key}:{setting} is {(template is null ? "not set" : "empty")}; records go to {neededFor} and need it");
            }

            return "";
        }

        var (name, fault) = NameTemplate.Expand(template, source, userId);
        if ((fault ?? faultOf(name)) is { } reason)
        {
            _errors.Add($"{_key}:{setting} is '{template}'; {reason}");
        }

        return name;
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z")]
    private static partial Regex SourceForm();
}
