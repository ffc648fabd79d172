using System.Text.Json;
using Ingest.Testing;

namespace Ingest.SchemaRegistry.Tests;

/// <summary>Whatever is sent, the answer is documented, never the registry's own fault, and always comes.</summary>
public sealed class When_bodies_are_mutated(RunningRegistry registry)
{
    private const int Bodies = 4000;

    private static readonly int[] Documented = [200, 400, 404, 409, 422];

    [Fact]
    public async Task Every_answer_is_documented()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var subject = RunningRegistry.NewSubject();
        await registry.RegisterAsync(subject, "\"string\"");
        (HttpMethod Method, string Path, string Valid)[] targets =
        [
            (HttpMethod.Post, $"/subjects/{subject}-avro/versions", """{"schema":"{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":[\"null\",\"int\"],\"default\":null}]}","schemaType":"AVRO"}"""),
            (HttpMethod.Post, $"/subjects/{subject}-json/versions", """{"schema":"{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}},\"required\":[\"a\"]}","schemaType":"JSON"}"""),
            (HttpMethod.Post, $"/subjects/{subject}-refs/versions", $$"""{"schema":"\"int\"","references":[{"name":"n","subject":"{{subject}}","version":1}]}"""),
            (HttpMethod.Post, $"/subjects/{subject}", """{"schema":"\"string\""}"""),
            (HttpMethod.Post, $"/compatibility/subjects/{subject}/versions/latest?verbose=true", """{"schema":"[\"null\",\"string\"]"}"""),
            (HttpMethod.Put, $"/config/{subject}", """{"compatibility":"FULL_TRANSITIVE"}"""),
            (HttpMethod.Put, $"/mode/{subject}-mode", """{"mode":"READONLY"}"""),
        ];
        foreach (var batch in Enumerable.Range(0, Bodies).Select(_ => targets[random.Next(targets.Length)]).Select(target => (target, body: Mutation.Of(target.Valid, random))).Chunk(8))
        {
            await Task.WhenAll(batch.Select(item => SendAsync(item.target.Method, item.target.Path, item.body, seed)));
        }
    }

    private async Task SendAsync(HttpMethod method, string path, byte[] body, int seed)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/vnd.schemaregistry.v1+json");
        using var response = await registry.Service.Client.SendAsync(request, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var about = $"seed {seed}: {method} {path}: {(int)response.StatusCode} {answer} for {Convert.ToBase64String(body)}";
        Assert.True(Documented.Contains((int)response.StatusCode), about);
        Assert.True(response.IsSuccessStatusCode || JsonDocument.Parse(answer).RootElement.GetProperty("error_code").GetInt32() >= 400, about);
    }
}
