using System.Text.Json.Nodes;
using Avro;

namespace Ingest.SchemaRegistry.Compatibility;

/// <summary>Whether what was written with one Avro schema can be read with another.</summary>
/// <remarks>
/// Source: Avro 1.12 specification, "Schema Resolution"; names are compared without their namespaces, as Avro's Java library does
/// and Confluent's registry with it. Messages have the form of that registry's.
/// </remarks>
internal sealed class AvroCompatibility
{
    /// <summary>What was found of each pair; nothing while it is being compared, as a schema may contain itself.</summary>
    private readonly Dictionary<(Schema Reader, Schema Writer), IReadOnlyList<string>> _known = new(ReferencePairs.Instance);

    private AvroCompatibility()
    {
    }

    /// <summary>Why <paramref name="reader"/> cannot read what <paramref name="writer"/> wrote, one message a reason; nothing when it can.</summary>
    public static IReadOnlyList<string> Check(Schema reader, Schema writer) => new AvroCompatibility().Compare(reader, writer, "");

    private static Schema Plain(Schema schema) => schema is LogicalSchema logical ? Plain(logical.BaseSchema) : schema;

    private IReadOnlyList<string> Compare(Schema reader, Schema writer, string path)
    {
        var pair = (Plain(reader), Plain(writer));
        if (_known.TryGetValue(pair, out var known))
        {
            return known;
        }

        _known[pair] = [];
        return _known[pair] = [.. Find(pair.Item1, pair.Item2, path)];
    }

    private IEnumerable<string> Find(Schema reader, Schema writer, string path) => (reader, writer) switch
    {
        (_, UnionSchema union) => union.Schemas.Index().Where(branch => Compare(reader, branch.Item, $"{path}/{branch.Index}").Count > 0).Select(branch => Message(
            "MISSING_UNION_BRANCH", $"{path}/{branch.Index}", $"{NameOf(reader)} cannot read the writer's branch {NameOf(branch.Item)}", $"reader lacks writer type: {NameOf(branch.Item)}")),
        (UnionSchema union, _) => union.Schemas.Any(branch => Compare(branch, writer, path).Count == 0)
            ? []
            : [Message("TYPE_MISMATCH", path, $"reader union lacking writer type: {NameOf(writer)}", NameOf(writer))],
        (RecordSchema record, RecordSchema written) => [.. FindNames(record, written, path), .. record.Fields.SelectMany(field => FindField(field, written, path))],
        (EnumSchema symbols, EnumSchema written) => [.. FindNames(symbols, written, path), .. FindSymbols(symbols, written, path)],
        (FixedSchema bytes, FixedSchema written) => bytes.Size == written.Size
            ? FindNames(bytes, written, path)
            : [.. FindNames(bytes, written, path), Message("FIXED_SIZE_MISMATCH", path + "/size", $"expected: {written.Size}, found: {bytes.Size}", $"{bytes.Size}")],
        (ArraySchema array, ArraySchema written) => Compare(array.ItemSchema, written.ItemSchema, path + "/items"),
        (MapSchema map, MapSchema written) => Compare(map.ValueSchema, written.ValueSchema, path + "/values"),
        _ when Promotes(writer.Tag, reader.Tag) => [],
        _ => [Message("TYPE_MISMATCH", path, $"reader type: {NameOf(reader)} not compatible with writer type: {NameOf(writer)}", NameOf(writer))],
    };

    /// <summary>The specification's promotions of primitive types.</summary>
    private static bool Promotes(Schema.Type from, Schema.Type to) => from == to || (from, to) is
        (Schema.Type.Int, Schema.Type.Long or Schema.Type.Float or Schema.Type.Double) or
        (Schema.Type.Long, Schema.Type.Float or Schema.Type.Double) or
        (Schema.Type.Float, Schema.Type.Double) or
        (Schema.Type.String, Schema.Type.Bytes) or
        (Schema.Type.Bytes, Schema.Type.String);

    private static string[] FindNames(NamedSchema reader, NamedSchema writer, string path) =>
        reader.Name == writer.Name || AliasesOf(reader).Any(alias => alias == writer.Fullname || alias == writer.Name)
            ? []
            : [Message("NAME_MISMATCH", path + "/name", $"expected: {writer.Fullname}, found: {reader.Fullname}", $"expected: {writer.Fullname}")];

    /// <summary>The library keeps a type's other names to itself, and writes them.</summary>
    private static IEnumerable<string> AliasesOf(NamedSchema schema) =>
        (JsonNode.Parse(schema.ToString())?["aliases"] as JsonArray ?? []).Select(alias => (string)alias!);

    private IReadOnlyList<string> FindField(Field field, RecordSchema writer, string path)
    {
        var at = $"{path}/fields/{field.Pos}";
        var written = writer.Fields.Find(other => other.Name == field.Name) ?? writer.Fields.Find(other => field.Aliases?.Contains(other.Name) == true);
        return written is not null ? Compare(field.Schema, written.Schema, at + "/type")
            : field.DefaultValue is not null ? []
            : [Message("READER_FIELD_MISSING_DEFAULT_VALUE", at, $"The field '{field.Name}' at path '{at}' in the reader's schema has no default value and is missing in the writer's schema", field.Name)];
    }

    private static string[] FindSymbols(EnumSchema reader, EnumSchema writer, string path) =>
        string.IsNullOrEmpty(reader.Default) && writer.Symbols.Where(symbol => !reader.Contains(symbol)).ToArray() is { Length: > 0 } missing
            ? [Message("MISSING_ENUM_SYMBOLS", path + "/symbols", $"The reader's enum lacks symbols of the writer's: [{string.Join(", ", missing)}]", $"[{string.Join(", ", missing)}]")]
            : [];

    private static string NameOf(Schema schema) => schema is NamedSchema named ? $"{named.Tag.ToString().ToUpperInvariant()} {named.Fullname}" : schema.Tag.ToString().ToUpperInvariant();

    private static string Message(string type, string path, string description, string more) =>
        $"{{errorType:'{type}', description:'{description}', path:'{(path.Length == 0 ? "/" : path)}', additionalInfo:'{more}'}}";

    /// <summary>The library compares schemas by what they say, which takes long, and does not end where two contain themselves.</summary>
    private sealed class ReferencePairs : IEqualityComparer<(Schema Reader, Schema Writer)>
    {
        public static readonly ReferencePairs Instance = new();

        public bool Equals((Schema Reader, Schema Writer) x, (Schema Reader, Schema Writer) y) => ReferenceEquals(x.Reader, y.Reader) && ReferenceEquals(x.Writer, y.Writer);

        public int GetHashCode((Schema Reader, Schema Writer) pair) => HashCode.Combine(
            System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(pair.Reader), System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(pair.Writer));
    }
}
