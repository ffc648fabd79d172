using Avro;

namespace Ingest.SchemaRegistry.Compatibility;

/// <summary>
/// Whether what one Avro schema wrote can be read with another: "Schema Resolution" of the Avro 1.12 specification,
/// with the readings of <c>SchemaCompatibility</c> of Avro's Java library where the specification leaves a choice.
/// </summary>
public static class AvroCompatibility
{
    /// <summary>Why <paramref name="reader"/> cannot read what <paramref name="writer"/> wrote, in the words of Confluent's registry; empty if it can.</summary>
    /// <param name="reader">The schema to read with.</param>
    /// <param name="writer">The schema that records were written with.</param>
    /// <param name="readerIsNew">Whether the messages call the reader's schema the new one, as for BACKWARD, or the old one, as for FORWARD.</param>
    /// <exception cref="InsufficientExecutionStackException">The schemas are nested too deep to be compared.</exception>
    public static IReadOnlyList<string> Check(Schema reader, Schema writer, bool readerIsNew = true)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(writer);
        var (readerName, writerName) = readerIsNew ? ("new", "old") : ("old", "new");
        return [.. new AvroResolution().Compare(reader, writer, "").Select(difference => difference.ToMessage(readerName, writerName))];
    }
}
