namespace Ingest.Api.Records.Reading;

/// <summary>What may be a record's key: a string or a number of 1 to 256 characters, as Kinesis takes them.</summary>
internal static class RecordKey
{
    private const int LengthMax = 256;

    /// <exception cref="RefusedException">422, naming the record and the field.</exception>
    public static FieldValue Check(FieldValue value, string field, int record)
    {
        var fault = value switch
        {
            { Kind: FieldKind.Missing } => "is missing",
            { Kind: FieldKind.Composite } => "has to be a string or a number; it is an object or an array",
            { Kind: FieldKind.Literal } => $"has to be a string or a number; it is {value.Text}",
            { Text: "" } => "is empty",
            { Text.Length: > LengthMax } => $"has {value.Text.Length} characters; a key has at most {LengthMax}",
            _ => null,
        };
        return fault is null ? value : throw new RefusedException(Refusal.Unfit($"records[{record}].{field} {fault}. It is the record's key.", record, field));
    }
}
