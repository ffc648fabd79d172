using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Ingest.Emulator.Events;

namespace Ingest.Emulator.Sending;

/// <summary>The bodies that the two proxies take; rows go in as they are, byte by byte.</summary>
/// <remarks>The partition key is the event's index as text, so that the three rows of an event, and its repeats, share a key.</remarks>
internal static class RequestBody
{
    public static byte[] Write(Destination destination, IReadOnlyList<EmulatedEvent> events)
    {
        var body = new ArrayBufferWriter<byte>(1024 * events.Count);
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            if (destination.Single)
            {
                json.WriteString("StreamName", destination.Name);
                WriteRow(json, "Data", events[0].Row(destination.Source));
                json.WriteString("PartitionKey", PartitionKey(events[0]));
            }
            else
            {
                WriteRecords(json, destination, events);
            }

            json.WriteEndObject();
        }

        return body.WrittenSpan.ToArray();
    }

    private static void WriteRecords(Utf8JsonWriter json, Destination destination, IReadOnlyList<EmulatedEvent> events)
    {
        json.WriteStartArray("records");
        foreach (var sent in events)
        {
            json.WriteStartObject();
            WriteRow(json, destination.Path == EmulatorPath.Batch ? "value" : "data", sent.Row(destination.Source));
            if (destination.Path == EmulatorPath.Stream)
            {
                json.WriteString("partition-key", PartitionKey(sent));
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteRow(Utf8JsonWriter json, string name, byte[] row)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(row, skipInputValidation: true);
    }

    private static string PartitionKey(EmulatedEvent sent) => sent.Index.ToString(CultureInfo.InvariantCulture);
}
