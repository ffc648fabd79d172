using System.Globalization;
using Avro;
using static Ingest.SchemaRegistry.Compatibility.AvroDifferenceType;

namespace Ingest.SchemaRegistry.Compatibility;

/// <summary>Schema resolution of the Avro 1.12 specification, over one pair of schemas and all that they consist of.</summary>
internal sealed class AvroResolution
{
    private readonly KnownPairs<Schema, AvroDifference> _known = new();

    /// <summary>All differences between the two, none twice; logical types do not matter, what they are based on does.</summary>
    public IReadOnlyList<AvroDifference> Compare(Schema reader, Schema writer, string path)
    {
        var (one, other) = (WithoutLogicalType(reader), WithoutLogicalType(writer));
        return _known.DifferencesOf(one, other, () => Resolve(one, other, path));
    }

    private IEnumerable<AvroDifference> Resolve(Schema reader, Schema writer, string path) => (reader, writer) switch
    {
        (UnionSchema, UnionSchema union) => union.Schemas.SelectMany((branch, index) => Branch(reader, branch, $"{path}/{index}")),
        (_, UnionSchema union) => union.Schemas.SelectMany(branch => Compare(reader, branch, path)),
        (UnionSchema union, _) => union.Schemas.Any(branch => Compare(branch, writer, path).Count == 0) ? [] : [Lacking(writer, path)],
        (RecordSchema one, RecordSchema other) => Name(one, other, path).Concat(one.Fields.SelectMany(field => Field(field, other, path))),
        (EnumSchema one, EnumSchema other) => Name(one, other, path).Concat(Symbols(one, other, path)),
        (FixedSchema one, FixedSchema other) => Name(one, other, path).Concat(Size(one, other, path)),
        (ArraySchema one, ArraySchema other) => Compare(one.ItemSchema, other.ItemSchema, $"{path}/items"),
        (MapSchema one, MapSchema other) => Compare(one.ValueSchema, other.ValueSchema, $"{path}/values"),
        _ when reader.Tag == writer.Tag || IsPromoted(writer.Tag, reader.Tag) => [],
        _ => [new(TYPE_MISMATCH, At(path), $"reader type: {TypeOf(reader)} not compatible with writer type: {TypeOf(writer)}")],
    };

    private IEnumerable<AvroDifference> Branch(Schema reader, Schema branch, string path) =>
        Compare(reader, branch, path).Count == 0 ? [] : [Lacking(WithoutLogicalType(branch), path)];

    private static AvroDifference Lacking(Schema branch, string path) =>
        new(MISSING_UNION_BRANCH, At(path), $"reader union lacking writer type: {TypeOf(branch)}");

    private static IEnumerable<AvroDifference> Name(NamedSchema reader, NamedSchema writer, string path) =>
        AvroNames.Match(reader, writer) ? [] : [new(NAME_MISMATCH, $"{path}/name", $"expected: {writer.Fullname}")];

    private IEnumerable<AvroDifference> Field(Field reader, RecordSchema writer, string path)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{path}/fields/{reader.Pos}");
        return AvroNames.FieldFor(reader, writer) is { } field ? Compare(reader.Schema, field.Schema, $"{place}/type")
            : reader.DefaultValue is null ? [new(READER_FIELD_MISSING_DEFAULT_VALUE, place, reader.Name)]
            : [];
    }

    private static IEnumerable<AvroDifference> Symbols(EnumSchema reader, EnumSchema writer, string path)
    {
        var missing = writer.Symbols.Except(reader.Symbols).Order(StringComparer.Ordinal).ToList();
        return missing.Count == 0 || reader.Default is not null ? [] : [new(MISSING_ENUM_SYMBOLS, $"{path}/symbols", $"[{string.Join(", ", missing)}]")];
    }

    private static IEnumerable<AvroDifference> Size(FixedSchema reader, FixedSchema writer, string path) =>
        reader.Size == writer.Size ? [] : [new(FIXED_SIZE_MISMATCH, $"{path}/size", $"expected: {writer.Size}, found: {reader.Size}")];

    /// <summary>"Schema Resolution", the list of what "may be promoted".</summary>
    private static bool IsPromoted(Schema.Type from, Schema.Type to) => (from, to) is
        (Schema.Type.Int, Schema.Type.Long or Schema.Type.Float or Schema.Type.Double)
        or (Schema.Type.Long, Schema.Type.Float or Schema.Type.Double)
        or (Schema.Type.Float, Schema.Type.Double)
        or (Schema.Type.String, Schema.Type.Bytes)
        or (Schema.Type.Bytes, Schema.Type.String);

    private static Schema WithoutLogicalType(Schema schema) => schema is LogicalSchema logical ? WithoutLogicalType(logical.BaseSchema) : schema;

    private static string TypeOf(Schema schema) => schema is RecordSchema ? "RECORD" : schema.Tag.ToString().ToUpperInvariant();

    private static string At(string path) => path.Length == 0 ? "/" : path;
}
