namespace Ingest.SchemaRegistry.Compatibility;

/// <summary>One reason why a reader's schema cannot read what a writer's schema wrote.</summary>
/// <param name="Type">Which rule is broken; the name is the <c>errorType</c> of the message.</param>
/// <param name="Path">Where in the reader's schema, as a JSON pointer; <c>/</c> is the whole of it.</param>
/// <param name="Info">What was met there, in the words of Avro's own checker.</param>
internal readonly record struct AvroDifference(AvroDifferenceType Type, string Path, string Info)
{
    /// <summary>The message as Confluent's registry writes it.</summary>
    /// <param name="reader">How the reader's schema is called: <c>new</c> or <c>old</c>.</param>
    /// <param name="writer">How the writer's schema is called.</param>
    public string ToMessage(string reader, string writer) =>
        $"{{errorType:'{Type}', description:'{Describe(reader, writer)}', additionalInfo:'{Info}'}}";

    private string Describe(string reader, string writer) => Type switch
    {
        AvroDifferenceType.NAME_MISMATCH => $"The name of the schema has changed (path '{Path}')",
        AvroDifferenceType.FIXED_SIZE_MISMATCH => $"The size of FIXED type field at path '{Path}' in the {reader} schema does not match with the {writer} schema",
        AvroDifferenceType.MISSING_ENUM_SYMBOLS => $"The {reader} schema is missing enum symbols '{Info}' at path '{Path}' in the {writer} schema",
        AvroDifferenceType.MISSING_UNION_BRANCH => $"The {reader} schema is missing a type inside a union field at path '{Path}' in the {writer} schema",
        AvroDifferenceType.READER_FIELD_MISSING_DEFAULT_VALUE =>
            $"The field '{Info}' at path '{Path}' in the {reader} schema has no default value and is missing in the {writer} schema",
        _ => $"The type (path '{Path}') of a field in the {reader} schema does not match with the {writer} schema",
    };
}
