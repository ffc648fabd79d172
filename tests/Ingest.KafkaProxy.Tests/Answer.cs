using System.Text.Json;

namespace Ingest.KafkaProxy.Tests;

/// <summary>What the proxy answered.</summary>
public sealed record Answer(int Status, string Body, string? ContentType, string? RetryAfter)
{
    public static async Task<Answer> ReadAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
        response.Content.Headers.ContentType?.ToString(),
        response.Headers.TryGetValues("Retry-After", out var seconds) ? seconds.Single() : null);

    public JsonElement Root => JsonDocument.Parse(Body).RootElement;

    /// <summary>Each record's error code, 0 for one that was stored, in the order of the request.</summary>
    public int[] Codes =>
        [.. Root.GetProperty("offsets").EnumerateArray().Select(entry => entry.GetProperty("error_code") is { ValueKind: JsonValueKind.Number } code ? code.GetInt32() : 0)];

    /// <summary>Asserts each record's error code, 0 for one that was stored.</summary>
    public void HasCodes(params int[] codes) => Assert.Equal(codes, Codes);

    /// <summary>Asserts an error with both numbers and a text within its message.</summary>
    public void IsError(int status, int code, string message = "")
    {
        Assert.Equal((status, code), (Status, Root.GetProperty("error_code").GetInt32()));
        Assert.Contains(message, Root.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, Root.EnumerateObject().Count());
    }
}
