using System.Text.Json;
using System.Text.RegularExpressions;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V3.Records;

/// <summary>A batch of records, each with an id of the client's, and the answer to it.</summary>
internal static partial class BatchEntries
{
    /// <exception cref="RestException">422: there are none, too many, or their ids are not distinct.</exception>
    public static IReadOnlyList<(string Id, JsonBody Body)> Read(JsonBody body, int entriesMax)
    {
        var items = body.Objects("entries", ["id", .. RecordRequest.Fields]) ?? throw body.Missing("entries");
        if (items.Count == 0 || items.Count > entriesMax)
        {
            throw Refused($"entries has to hold from 1 to {entriesMax} records.");
        }

        var entries = items.Select(item => (Id: item.Text("id") ?? throw item.Missing("id"), Body: item)).ToArray();
        if (Array.Find(entries, entry => !IdPattern().IsMatch(entry.Id)) is { Id: { } id })
        {
            throw Refused($"The id '{id}' is not 1 to 80 of 0-9, a-z, A-Z, '-' and '_'.");
        }

        return entries.DistinctBy(entry => entry.Id).Count() == entries.Length ? entries : throw Refused("The ids have to be distinct.");
    }

    public static async Task AnswerAsync(
        HttpResponse response, string clusterId, string topic, IReadOnlyList<(string Id, JsonBody Body)> entries, RecordReport[] reports)
    {
        response.StatusCode = StatusCodes.Status207MultiStatus;
        response.ContentType = MediaTypes.Json;
        await using var json = new Utf8JsonWriter(response.BodyWriter, RestError.Readable);
        json.WriteStartObject();
        Write("successes", report => report.Error is null);
        Write("failures", report => report.Error is not null);
        json.WriteEndObject();
        await json.FlushAsync(CancellationToken.None);

        void Write(string name, Func<RecordReport, bool> belongs)
        {
            json.WriteStartArray(name);
            for (var i = 0; i < reports.Length; i++)
            {
                if (belongs(reports[i]))
                {
                    json.WriteStartObject();
                    json.WriteString("id"u8, entries[i].Id);
                    reports[i].Write(json, clusterId, topic);
                    json.WriteEndObject();
                }
            }

            json.WriteEndArray();
        }
    }

    private static RestException Refused(string message) => new(new(422, 42208, message));

    [GeneratedRegex("^[0-9a-zA-Z_-]{1,80}$")]
    private static partial Regex IdPattern();
}
