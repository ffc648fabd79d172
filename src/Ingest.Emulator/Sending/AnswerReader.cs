using System.Net;
using System.Text;
using System.Text.Json;
using Ingest.Emulator.Outcomes;

namespace Ingest.Emulator.Sending;

/// <summary>Reads what an answer says of each record. Pure; the entry decides, never the status alone.</summary>
internal static class AnswerReader
{
    private const int ReasonCharactersMax = 300;

    /// <summary>The longest answer that is read: an entry holds an error's text at most.</summary>
    public static long BytesMax(int records) => (64 << 10) + (4096L * records);

    public static RecordOutcome[] Read(Destination destination, HttpStatusCode status, byte[] body, int count)
    {
        try
        {
            using var answer = JsonDocument.Parse(body);
            return ReadEntries(destination, answer.RootElement, count) ?? NotStored.Each(count, WithoutEntries(status, body));
        }
        catch (JsonException)
        {
            // No answer of the proxies, but a page of something between: what it says is in the reason.
            return NotStored.Each(count, WithoutEntries(status, body));
        }
    }

    private static RecordOutcome[]? ReadEntries(Destination destination, JsonElement answer, int count)
    {
        if (answer.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (destination.Single)
        {
            return Text(answer, "SequenceNumber") is null ? null : [StreamEntry.Read(answer)];
        }

        var name = destination.Path == EmulatorPath.Batch ? "offsets" : "Records";
        if (!answer.TryGetProperty(name, out var entries) || entries.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        return entries.GetArrayLength() != count
            ? NotStored.Each(count, new NotStored(FailureKind.Unknown, $"the answer has {entries.GetArrayLength()} entries for {count} records"))
            : [.. entries.EnumerateArray().Select(entry => destination.Path == EmulatorPath.Batch ? BatchEntry.Read(entry) : StreamEntry.Read(entry))];
    }

    /// <summary>An answer about the whole request: a 4xx stored nothing; anything else without entries leaves it open.</summary>
    private static NotStored WithoutEntries(HttpStatusCode status, byte[] body)
    {
        var text = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, ReasonCharactersMax)));
        var kind = status switch
        {
            HttpStatusCode.TooManyRequests => FailureKind.Transient,
            >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError => FailureKind.Refused,
            _ => FailureKind.Unknown,
        };
        return new NotStored(kind, $"HTTP {(int)status} {text}".TrimEnd());
    }

    /// <summary>Whether an entry's error says that the answer of Kafka or of Kinesis was lost, as our proxies put it.</summary>
    public static bool IsDoubtful(string? error) => error?.Contains("may be stored", StringComparison.Ordinal) == true;

    public static string? Text(JsonElement entry, string name) =>
        entry.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
