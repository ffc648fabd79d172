using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Ingest.Api.Tests.Records;

/// <summary>An answer of <c>/records</c>.</summary>
internal sealed record RecordsReply(int Status, TimeSpan? RetryAfter, JsonElement Body)
{
    public JsonElement Record(int index) => Body.GetProperty("records")[index];

    /// <summary><c>status</c> of each record.</summary>
    public string[] States => [.. Body.GetProperty("records").EnumerateArray().Select(record => record.GetProperty("status").GetString()!)];

    /// <summary><c>status</c>, and <c>code</c> where there is one, of each record at a destination.</summary>
    public string[] At(string destination) =>
    [
        .. Body.GetProperty("records").EnumerateArray().Select(record => record.GetProperty(destination))
            .Select(outcome => outcome.GetProperty("status").GetString() + (outcome.TryGetProperty("code", out var code) ? " " + code.GetString() : "")),
    ];
}

/// <summary>Posts records as a client does.</summary>
internal static class RecordsClient
{
    public static async Task<RecordsReply> PostRecordsAsync(
        this HttpClient client, string body, string path = "/records/pin", string? contentType = "application/json")
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        using var answer = await client.PostAsync(path, content, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new RecordsReply((int)answer.StatusCode, answer.Headers.RetryAfter?.Delta, JsonDocument.Parse(text).RootElement);
    }
}
