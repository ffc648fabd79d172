using System.Buffers;
using System.Text.Json;

namespace Ingest.S3Sink.Records;

/// <summary>The records of an object to be: lines, and apart from them what cannot be one.</summary>
internal sealed class ObjectBuffer
{
    private readonly ArrayBufferWriter<byte> _lines = new();
    private readonly ArrayBufferWriter<byte> _rejectedLines = new();

    public int Records { get; private set; }

    public int Rejected { get; private set; }

    /// <summary>The offset of the first line; null while there is none.</summary>
    public long? First { get; private set; }

    /// <summary>The offset of the first record set aside; null while there is none.</summary>
    public long? RejectedFirst { get; private set; }

    /// <summary>The offset of the last record of either kind; -1 while there is none.</summary>
    public long Last { get; private set; } = -1;

    public bool IsEmpty => Records + Rejected == 0;

    public long Bytes => _lines.WrittenCount + _rejectedLines.WrittenCount;

    public ReadOnlyMemory<byte> Lines => _lines.WrittenMemory;

    public ReadOnlyMemory<byte> RejectedLines => _rejectedLines.WrittenMemory;

    public void Append(SinkRecord record)
    {
        if (JsonLine.Fault(record.Value) is { } reason)
        {
            RejectedFirst ??= record.Offset;
            Rejected++;
            AppendRejected(record, reason);
        }
        else
        {
            First ??= record.Offset;
            Records++;
            JsonLine.Append(_lines, record.Value);
        }

        Last = record.Offset;
    }

    private void AppendRejected(SinkRecord record, string reason)
    {
        using (var line = new Utf8JsonWriter(_rejectedLines))
        {
            line.WriteStartObject();
            line.WriteNumber("offset", record.Offset);
            line.WriteNumber("timestamp", record.TimestampMs);
            line.WriteString("reason", reason);
            WriteBytes(line, "key", record.Key);
            WriteBytes(line, "value", record.Value);
            line.WriteEndObject();
        }

        _rejectedLines.Write("\n"u8);
    }

    private static void WriteBytes(Utf8JsonWriter line, string name, byte[]? bytes)
    {
        if (bytes is null)
        {
            line.WriteNull(name);
        }
        else
        {
            line.WriteBase64String(name, bytes);
        }
    }
}
