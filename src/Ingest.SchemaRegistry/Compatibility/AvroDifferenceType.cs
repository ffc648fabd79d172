namespace Ingest.SchemaRegistry.Compatibility;

/// <summary>The rules of Avro's schema resolution that a pair of schemas can break, by the names that Avro's Java library gives them.</summary>
internal enum AvroDifferenceType
{
    /// <summary>Neither the same type nor one that the reader's can be promoted from.</summary>
    TYPE_MISMATCH,

    /// <summary>Records, enums or fixeds of different names, and the writer's is no alias of the reader's.</summary>
    NAME_MISMATCH,

    /// <summary>Fixeds of different lengths.</summary>
    FIXED_SIZE_MISMATCH,

    /// <summary>The writer may write symbols that the reader's enum lacks, and it has no default.</summary>
    MISSING_ENUM_SYMBOLS,

    /// <summary>No branch of the reader's union can read what the writer may write.</summary>
    MISSING_UNION_BRANCH,

    /// <summary>The writer does not write the field, and the reader has nothing to put there.</summary>
    READER_FIELD_MISSING_DEFAULT_VALUE,
}
