using static Ingest.SchemaRegistry.Compatibility.JsonDifferenceType;

namespace Ingest.SchemaRegistry.Compatibility;

/// <summary>The rules for schemas combined by allOf, anyOf and oneOf.</summary>
internal sealed class JsonCombinations(JsonComparison comparison)
{
    /// <summary>
    /// Whether one side as a whole goes with a part of the other: a sum reads what one of its parts reads,
    /// what a product wrote is valid by each of its parts, and a combination of one is that one.
    /// </summary>
    public bool IsCoveredByAPart(JsonShape reader, JsonShape writer, string path) =>
        (reader.IsCombined && !writer.IsCombined && (reader.Kind != JsonKind.AllOf || reader.Parts.Count == 1)
            && reader.Parts.Any(part => comparison.Compare(part, writer, path).Count == 0))
        || (writer.IsCombined && reader.Kind != JsonKind.AllOf && (writer.Kind == JsonKind.AllOf || (writer.Parts.Count == 1 && !reader.IsCombined))
            && writer.Parts.Any(part => comparison.Compare(reader, part, path).Count == 0));

    /// <summary>Both are combined: each part of the smaller must find a partner of its own in the other.</summary>
    public IEnumerable<JsonDifference> Compare(JsonShape reader, JsonShape writer, string path)
    {
        var (after, before) = (reader.Parts.Count, writer.Parts.Count);
        if (!IsSameOrWider(reader, writer))
        {
            yield return new(COMBINED_TYPE_CHANGED, JsonComparison.At(path));
            yield break;
        }

        if (reader.Kind == JsonKind.AllOf && after > before)
        {
            yield return new(PRODUCT_TYPE_EXTENDED, JsonComparison.At(path));
        }

        if (reader.Kind != JsonKind.AllOf && after < before)
        {
            yield return new(SUM_TYPE_NARROWED, JsonComparison.At(path));
        }

        if (CountPartners(reader, writer, path) < Math.Min(after, before))
        {
            yield return new(COMBINED_TYPE_SUBSCHEMAS_CHANGED, JsonComparison.At(path));
        }
    }

    /// <summary>Anything may become anyOf; of one part, it does not matter which combination it is.</summary>
    private static bool IsSameOrWider(JsonShape reader, JsonShape writer) =>
        reader.Kind == writer.Kind || reader.Kind == JsonKind.AnyOf
        || (writer.Parts.Count == 1 && (reader.Kind == JsonKind.OneOf || reader.Parts.Count == 1));

    /// <summary>How many parts can have a partner at once: a greatest matching, found by augmenting paths.</summary>
    private int CountPartners(JsonShape reader, JsonShape writer, string path)
    {
        var partners = new int?[reader.Parts.Count];
        var goesWith = writer.Parts.Select((part, index) => reader.Parts
            .Select(other => comparison.Compare(other, part, $"{path}/{NameOf(writer.Kind)}/{index}").Count == 0).ToArray()).ToArray();
        return Enumerable.Range(0, writer.Parts.Count).Count(part => FindPartner(part, goesWith, partners, new bool[partners.Length]));
    }

    private static bool FindPartner(int part, bool[][] goesWith, int?[] partners, bool[] tried)
    {
        for (var other = 0; other < partners.Length; other++)
        {
            if (!goesWith[part][other] || tried[other])
            {
                continue;
            }

            tried[other] = true;
            if (partners[other] is not { } rival || FindPartner(rival, goesWith, partners, tried))
            {
                partners[other] = part;
                return true;
            }
        }

        return false;
    }

    private static string NameOf(JsonKind kind) => kind switch { JsonKind.AllOf => "allOf", JsonKind.AnyOf => "anyOf", _ => "oneOf" };
}
