using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Ingest.KinesisProxy.Tests;

/// <summary>Requests as a caller writes them.</summary>
internal static class HttpExtensions
{
    public static Task<(HttpStatusCode Status, JsonElement Body)> PutAsync(this HttpClient client, string path, string json) =>
        client.SendAsync(HttpMethod.Put, path, Encoding.UTF8.GetBytes(json));

    public static Task<(HttpStatusCode Status, JsonElement Body)> GetJsonAsync(this HttpClient client, string path) =>
        client.SendAsync(HttpMethod.Get, path, body: null);

    public static async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(
        this HttpClient client, HttpMethod method, string path, byte[]? body, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    public static string Text(this JsonElement element, string property) => element.GetProperty(property).GetString()!;
}
