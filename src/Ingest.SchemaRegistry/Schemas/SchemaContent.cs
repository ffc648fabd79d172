namespace Ingest.SchemaRegistry.Schemas;

/// <summary>What a schema is, whatever its subject: two of the same content have the same id.</summary>
/// <param name="Type"><c>AVRO</c> or <c>JSON</c>.</param>
/// <param name="Text">Its JSON, without white space.</param>
/// <param name="References">What it refers to, in the order given.</param>
internal sealed record SchemaContent(string Type, string Text, IReadOnlyList<SchemaReference> References)
{
    public const string Avro = "AVRO";
    public const string Json = "JSON";

    public bool Equals(SchemaContent? other) => other is not null && Type == other.Type && Text == other.Text && References.SequenceEqual(other.References);

    public override int GetHashCode() => HashCode.Combine(Type, Text, References.Count);
}
