using NJsonSchema;
using static Ingest.SchemaRegistry.Compatibility.JsonDifferenceType;

namespace Ingest.SchemaRegistry.Compatibility;

/// <summary>Rules that state a limit, which must not have become tighter.</summary>
internal static class JsonLimits
{
    public static bool HasKeywordsOfStrings(JsonSchema schema) => schema is not { MaxLength: null, MinLength: null, Pattern: null };

    public static bool HasKeywordsOfNumbers(JsonSchema schema) =>
        schema is not { Maximum: null, Minimum: null, ExclusiveMaximum: null, ExclusiveMinimum: null, MultipleOf: null };

    public static IEnumerable<JsonDifference> OfStrings(JsonSchema reader, JsonSchema writer, string path) =>
    [
        .. Highest(reader.MaxLength, writer.MaxLength, $"{path}/maxLength", MAX_LENGTH_ADDED, MAX_LENGTH_DECREASED),
        .. Lowest(reader.MinLength, writer.MinLength, $"{path}/minLength", MIN_LENGTH_ADDED, MIN_LENGTH_INCREASED),
        .. reader.Pattern is null || reader.Pattern == writer.Pattern ? []
            : Found(writer.Pattern is null ? PATTERN_ADDED : PATTERN_CHANGED, $"{path}/pattern"),
    ];

    public static IEnumerable<JsonDifference> OfNumbers(JsonSchema reader, JsonSchema writer, string path) =>
    [
        .. Highest(Maximum(reader), Maximum(writer), $"{path}/maximum", MAXIMUM_ADDED, MAXIMUM_DECREASED),
        .. Lowest(Minimum(reader), Minimum(writer), $"{path}/minimum", MINIMUM_ADDED, MINIMUM_INCREASED),
        .. Highest(MaximumAbove(reader), MaximumAbove(writer), $"{path}/exclusiveMaximum", EXCLUSIVE_MAXIMUM_ADDED, EXCLUSIVE_MAXIMUM_DECREASED),
        .. Lowest(MinimumBelow(reader), MinimumBelow(writer), $"{path}/exclusiveMinimum", EXCLUSIVE_MINIMUM_ADDED, EXCLUSIVE_MINIMUM_INCREASED),
        .. Multiple(reader.MultipleOf, writer.MultipleOf, $"{path}/multipleOf"),
    ];

    /// <summary>Differences of the most that is valid.</summary>
    public static IEnumerable<JsonDifference> Highest<T>(T? reader, T? writer, string path, JsonDifferenceType added, JsonDifferenceType decreased)
        where T : struct, IComparable<T> =>
        reader is not { } after ? []
        : writer is not { } before ? Found(added, path)
        : after.CompareTo(before) < 0 ? Found(decreased, path)
        : [];

    /// <summary>Differences of the least that is valid.</summary>
    public static IEnumerable<JsonDifference> Lowest<T>(T? reader, T? writer, string path, JsonDifferenceType added, JsonDifferenceType increased)
        where T : struct, IComparable<T> =>
        reader is not { } after ? []
        : writer is not { } before ? Found(added, path)
        : after.CompareTo(before) > 0 ? Found(increased, path)
        : [];

    /// <summary>The library has no null for these, and 0 where they are absent.</summary>
    public static int? UnlessZero(int limit) => limit == 0 ? null : limit;

    /// <summary>What is a multiple of 10 is one of 5, too, but not of 20 nor of 3.</summary>
    private static JsonDifference[] Multiple(decimal? reader, decimal? writer, string path) =>
        reader is not { } after || reader == writer ? []
        : writer is not { } before ? Found(MULTIPLE_OF_ADDED, path)
        : IsMultiple(before, after) ? []
        : Found(IsMultiple(after, before) ? MULTIPLE_OF_EXPANDED : MULTIPLE_OF_CHANGED, path);

    private static bool IsMultiple(decimal value, decimal of) => of != 0 && value % of == 0;

    // Draft 4 says by a boolean that the limit itself is excluded, later drafts have a limit of its own for it.
    private static decimal? Maximum(JsonSchema schema) => schema.IsExclusiveMaximum ? null : schema.Maximum;

    private static decimal? Minimum(JsonSchema schema) => schema.IsExclusiveMinimum ? null : schema.Minimum;

    private static decimal? MaximumAbove(JsonSchema schema) => schema.ExclusiveMaximum ?? (schema.IsExclusiveMaximum ? schema.Maximum : null);

    private static decimal? MinimumBelow(JsonSchema schema) => schema.ExclusiveMinimum ?? (schema.IsExclusiveMinimum ? schema.Minimum : null);

    private static JsonDifference[] Found(JsonDifferenceType type, string path) => [new(type, path)];
}
