using System.Runtime.CompilerServices;
using Avro;

namespace Ingest.SchemaRegistry.Compatibility;

/// <summary>Whether named schemas and fields correspond.</summary>
internal static class AvroNames
{
    /// <summary>
    /// The unqualified names are the same, or the writer's full name is an alias of the reader's.
    /// The specification's "both schemas are records with the same (unqualified) name".
    /// </summary>
    public static bool Match(NamedSchema reader, NamedSchema writer) =>
        reader.Name == writer.Name || (Aliases(reader)?.Any(alias => alias.Fullname == writer.Fullname) ?? false);

    /// <summary>The writer's field with the name of the reader's, or with an alias of it; null if it writes none.</summary>
    public static Field? FieldFor(Field reader, RecordSchema writer) =>
        new[] { reader.Name }.Concat(reader.Aliases ?? [])
            .Select(name => writer.TryGetField(name, out var field) ? field : null)
            .FirstOrDefault(field => field is not null);

    /// <summary>
    /// The library keeps aliases to itself. It does write them with the whole schema, but all that the schema refers to is
    /// nested there, without a limit to the depth.
    /// </summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "aliases")]
    private static extern ref IList<SchemaName>? Aliases(NamedSchema schema);
}
