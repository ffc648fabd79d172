using System.Buffers;
using System.Text.Json;
using Ingest.Emulator.Events;
using Ingest.Emulator.Sending;

namespace Ingest.Emulator.Outcomes;

/// <summary>
/// One JSON line per acknowledged record, written after its acknowledgement; the lines of an answer go to the file in one write, so
/// a reader beside finds whole lines but perhaps the last.
/// </summary>
internal sealed class AckLog : IDisposable
{
    private static ReadOnlySpan<byte> LineEnd => "\n"u8;

    private readonly Lock _writing = new();
    private readonly FileStream? _file;

    /// <exception cref="IOException">The file cannot be made.</exception>
    public AckLog(string? path) =>
        // Unbuffered: what is acknowledged is in the file when the process is killed.
        _file = path is null ? null : new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    public void Write(Destination destination, IReadOnlyList<EmulatedEvent> events, RecordOutcome[] outcomes)
    {
        if (_file is null)
        {
            return;
        }

        var lines = new ArrayBufferWriter<byte>(256 * events.Count);
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i] is Stored stored)
            {
                WriteLine(lines, destination, events[i], stored);
            }
        }

        lock (_writing)
        {
            _file.Write(lines.WrittenSpan);
        }
    }

    private static void WriteLine(ArrayBufferWriter<byte> lines, Destination destination, EmulatedEvent sent, Stored stored)
    {
        using (var json = new Utf8JsonWriter(lines))
        {
            json.WriteStartObject();
            json.WriteString("path", destination.Path.Name());
            json.WriteString("source", destination.Source.Name());
            if (destination.Path == EmulatorPath.Batch)
            {
                json.WriteString("topic", destination.Name);
                json.WritePropertyName("partition");
                json.WriteRawValue(stored.Shard);
                json.WritePropertyName("offset");
                json.WriteRawValue(stored.Position);
            }
            else
            {
                json.WriteString("stream", destination.Name);
                json.WriteString("shardId", stored.Shard);
                json.WriteString("sequenceNumber", stored.Position);
            }

            json.WriteNumber("index", sent.Index);
            json.WriteEndObject();
        }

        lines.Write(LineEnd);
    }

    public void Dispose() => _file?.Dispose();
}
