using System.Globalization;
using System.Text.Json;
using Ingest.Api.Records.Outcomes;

namespace Ingest.Api.Records.Sending;

/// <summary>Reads a proxy's answer, whatever it holds: what cannot be read leaves the outcome open.</summary>
internal static class ProxyAnswer
{
    public static DestinationOutcome Unreadable { get; } = DestinationOutcome.Unknown(
        OutcomeCodes.AnswerUnreadable, "The proxy's answer says neither that the record is stored nor that it is not.");

    /// <summary>What our proxies add to an error when the answer of Kafka or of Kinesis was lost.</summary>
    public static bool IsDoubtful(string message) => message.Contains("may be stored", StringComparison.Ordinal);

    /// <summary>Lets <paramref name="read"/> fill in an outcome for each record, unless the answer is not JSON.</summary>
    public static DestinationOutcome[] Read(ReadOnlyMemory<byte> answer, int records, Action<JsonElement, DestinationOutcome[]> read)
    {
        var outcomes = new DestinationOutcome[records];
        Array.Fill(outcomes, Unreadable);
        try
        {
            using var json = JsonDocument.Parse(answer);
            read(json.RootElement, outcomes);
        }
        catch (JsonException)
        {
            // Not a proxy's answer; something between may have made it. By its status alone, it decides nothing.
            read(default, outcomes);
        }

        return outcomes;
    }

    /// <summary>The entries of an answer, when there is one for each record.</summary>
    public static JsonElement[]? Entries(JsonElement root, string name, int records) =>
        Property(root, name) is { ValueKind: JsonValueKind.Array } entries && entries.GetArrayLength() == records ? [.. entries.EnumerateArray()] : null;

    public static long? Number(JsonElement parent, string name) =>
        Property(parent, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    public static string? Text(JsonElement parent, string name)
    {
        try
        {
            return Property(parent, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null; // half of a surrogate pair: no text
        }
    }

    /// <summary>An answer of which only the status can be read: 4xx refused, before anything was stored; else nobody knows.</summary>
    public static DestinationOutcome ReadRefusal(int status) => status is >= 400 and < 500
        ? DestinationOutcome.Failed(
            status.ToString(CultureInfo.InvariantCulture), $"The proxy answers {status}.", status is not (400 or 413 or 415 or 422))
        : status >= 500
            ? DestinationOutcome.Unknown(status.ToString(CultureInfo.InvariantCulture), $"The proxy answers {status}; the record may be stored.")
            : Unreadable;

    private static JsonElement? Property(JsonElement parent, string name)
    {
        try
        {
            return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : null;
        }
        catch (InvalidOperationException)
        {
            return null; // a name beside it is no text, and the parser only finds out as it compares
        }
    }
}
