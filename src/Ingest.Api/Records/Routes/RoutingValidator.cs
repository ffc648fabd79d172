using Microsoft.Extensions.Options;

namespace Ingest.Api.Records.Routes;

/// <summary>Names everything in section <c>Routing</c> that does not hold, also what the binder would pass over: a misspelt key, one value for a list.</summary>
internal sealed class RoutingValidator(IConfiguration configuration) : IValidateOptions<RoutingOptions>
{
    private static readonly string[] Lists = ["Destinations", "Values", "Rules"];
    private static readonly string[] OfSection = ["UserId", "Sources"];
    private static readonly string[] OfSource = ["Destinations", "Topic", "Stream", "KeyField", "Rules"];
    private static readonly string[] OfRule = ["Field", "Values", "Destinations"];

    public ValidateOptionsResult Validate(string? name, RoutingOptions options)
    {
        string[] errors =
        [
            .. Children("Routing").Where(child => !IsOneOf(child, OfSection)).Select(child => Unknown(child, OfSection)),
            .. Children("Routing:Sources").SelectMany(OfOneSource),
            .. RouteCompiler.Compile(options).Errors,
        ];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private IEnumerable<IConfigurationSection> Children(string section) => configuration.GetSection(section).GetChildren();

    private static IEnumerable<string> OfOneSource(IConfigurationSection source) =>
    [
        .. ScalarForGroup(source, $"{source.Path}:Topic"),
        .. Faults(source, OfSource),
        .. source.GetChildren().Where(child => IsOneOf(child, ["Rules"])).SelectMany(rules => rules.GetChildren()).SelectMany(rule => (IEnumerable<string>)
        [
            .. ScalarForGroup(rule, $"{rule.Path}:Field"),
            .. Faults(rule, OfRule),
        ]),
    ];

    private static IEnumerable<string> Faults(IConfigurationSection group, string[] known) =>
    [
        .. group.GetChildren().Where(child => !IsOneOf(child, known)).Select(child => Unknown(child, known)),
        .. group.GetChildren().Where(child => IsOneOf(child, Lists)).SelectMany(list => ScalarForGroup(list, $"{list.Path}:0")),
    ];

    private static IEnumerable<string> ScalarForGroup(IConfigurationSection group, string example) =>
        string.IsNullOrEmpty(group.Value) ? [] : [$"{group.Path} is '{group.Value}'; it has no value of its own, only entries such as {example}"];

    private static bool IsOneOf(IConfigurationSection section, string[] names) => names.Contains(section.Key, StringComparer.OrdinalIgnoreCase);

    private static string Unknown(IConfigurationSection section, string[] known) =>
        $"{section.Path} is not known; there are {string.Join(", ", known)}";
}
