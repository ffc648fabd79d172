using System.Text.Json;
using Ingest.KafkaProxy.Tests.V2.Consume;
using Ingest.Testing;

namespace Ingest.KafkaProxy.Tests;

/// <summary>Whatever is sent to whichever endpoint, the answer is documented, never the proxy's own fault, and always comes.</summary>
public sealed class When_any_body_is_mutated : IAsyncLifetime
{
    /// <summary>Of its own: what mutated requests leave behind is nobody else's.</summary>
    private readonly EmbeddedProxy _proxy = new();

    private const string V3Json = "application/json";

    private readonly Schemas.SchemaProxy _schemas;

    public When_any_body_is_mutated() => _schemas = new(_proxy);

    public async ValueTask InitializeAsync()
    {
        await _proxy.InitializeAsync();
        await _schemas.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _schemas.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    [Fact]
    public Task Every_answer_is_documented() => MutateAsync(20_000);

    [Fact]
    [Trait("Long", "kafka-rest-fuzz")]
    public Task Every_answer_is_documented_a_million_times() => MutateAsync(1_000_000);

    private async Task MutateAsync(int bodies)
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var targets = await TargetsAsync();
        var weights = targets.Sum(target => target.Weight);
        var statuses = new SortedDictionary<int, int>();
        foreach (var batch in Enumerable.Range(0, bodies).Select(_ => Choose(targets, random.Next(weights))).Select(target => (target, body: Mutation.Of(target.Valid[random.Next(target.Valid.Length)], random))).Chunk(16))
        {
            foreach (var status in await Task.WhenAll(batch.Select(item => SendAsync(item.target, item.body, seed))))
            {
                statuses[status] = statuses.GetValueOrDefault(status) + 1;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", statuses.Select(status => $"{status.Key}: {status.Value}")));
        Assert.Superset(new HashSet<int> { 200, 204, 207, 400, 422 }, statuses.Keys.ToHashSet());
    }

    private async Task<int> SendAsync(Target target, byte[] body, int seed)
    {
        using var request = new HttpRequestMessage(target.Method, target.Path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new(target.ContentType);
        using var response = await (target.Path.Contains("/instances/", StringComparison.Ordinal) ? _proxy.Service : _schemas.Service).Client.SendAsync(request, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60));
        var answer = await Answer.ReadAsync(response);
        var about = $"seed {seed}: {target.Path}: {answer.Status} {answer.Body} for {Convert.ToBase64String(body)}";
        Assert.True(target.Statuses.Contains(answer.Status), about);
        if (answer.Status >= 400)
        {
            Assert.True(answer.Root.GetProperty("error_code").GetInt32() >= 400 && answer.Root.GetProperty("message").GetString()!.Length > 0, about);
        }
        else if (target.Path.EndsWith("/records", StringComparison.Ordinal))
        {
            Assert.All(
                answer.Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries),
                line => Assert.True(JsonDocument.Parse(line).RootElement.GetProperty("error_code").GetInt32() is 200 or 400 or 413 or 422 or 42205 or 42206 or 42207 or 50002, about));
        }
        else if (target.Path.Contains("/consumers/fuzz-", StringComparison.Ordinal))
        {
            var name = Uri.EscapeDataString(answer.Root.GetProperty("instance_id").GetString()!);
            Assert.Equal(204, (await _schemas.SendAsync(HttpMethod.Delete, $"{target.Path}/instances/{name}")).Status);
        }

        return answer.Status;
    }

    private const string Order = """{"type":"record","name":"Order","fields":[{"name":"id","type":"long"},{"name":"n","type":["null","string","int"],"default":null},{"name":"d","type":"double"},{"name":"b","type":"bytes"},{"name":"e","type":{"type":"enum","name":"E","symbols":["A","B"]}},{"name":"f","type":{"type":"fixed","name":"F","size":2}},{"name":"m","type":{"type":"map","values":"float"}},{"name":"a","type":{"type":"array","items":"boolean"}}]}""";
    private const string OrderValue = """{"id":1,"n":{"string":"x"},"d":1.5,"b":"\u00ff","e":"B","f":"ab","m":{"k":1.5},"a":[true,false]}""";
    private const string Click = """{"type":"object","properties":{"page":{"type":"string","maxLength":5},"n":{"type":"integer","minimum":0},"tags":{"type":"array","items":{"type":"string"}}},"required":["page"]}""";

    private static Target Choose(IReadOnlyList<Target> targets, int at)
    {
        var index = 0;
        while (at >= targets[index].Weight)
        {
            at -= targets[index++].Weight;
        }

        return targets[index];
    }

    private async Task<IReadOnlyList<Target>> TargetsAsync()
    {
        var cluster = (await V3.V3.OpenAsync(_proxy)).ClusterId;
        var topic = await _proxy.CreateTopicAsync();
        var (topics, reader) = ($"/v3/clusters/{cluster}/topics", await Reader.CreateAsync(_proxy));
        await reader.AssignAsync(topic, 0);
        var (avro, json) = (await _schemas.RegisterAsync($"{topic}-value", Order), await _schemas.RegisterAsync("fuzz-json", Click, "JSON"));
        const string Record = """{"key":{"type":"STRING","data":"k"},"value":{"type":"JSON","data":{"a":[1,null]}},"headers":[{"name":"h","value":"AA=="}],"timestamp":"2026-01-31T12:00:00Z"}""";
        const string AvroType = "application/vnd.kafka.avro.v2+json";
        const string JsonSchemaType = "application/vnd.kafka.jsonschema.v2+json";
        return
        [
            new(30, HttpMethod.Post, $"/topics/{topic}", AvroType, [200, 400, 422], [$$"""{"value_schema_id":{{avro}},"records":[{"value":{{OrderValue}}},{"value":null}]}"""]),
            new(10, HttpMethod.Post, $"/topics/{topic}", AvroType, [200, 400, 422], [$$"""{"key_schema":"\"string\"","value_schema":{{JsonSerializer.Serialize(Order)}},"records":[{"key":"k","value":{{OrderValue}}}]}"""]),
            new(30, HttpMethod.Post, $"/topics/{topic}", JsonSchemaType, [200, 400, 422], [$$$"""{"value_schema_id":{{{json}}},"records":[{"value":{"page":"/","n":1,"tags":["a"]}}]}"""]),
            new(10, HttpMethod.Post, $"/topics/{topic}-j", JsonSchemaType, [200, 400, 422], [$$$"""{"value_schema":{{{JsonSerializer.Serialize(Click)}}},"records":[{"value":{"page":"/","n":1}}]}"""]),
            new(30, HttpMethod.Post, $"{topics}/{topic}/records", V3Json, [200, 400, 413, 422], [$$$"""{"value":{"type":"AVRO","schema_id":{{{avro}}},"data":{{{OrderValue}}} }}{"value":{"schema_version":1,"data":{{{OrderValue}}} },"key":{"type":"STRING","data":"k"}}"""]),
            new(60, HttpMethod.Post, $"{topics}/{topic}/records", V3Json, [200, 400, 413, 422], [Record, Record + Record + "{}", """{"partition_id":0,"value":{"type":"BINARY","data":"AAEC"}}"""]),
            new(30, HttpMethod.Post, $"{topics}/{topic}/records:batch", V3Json, [207, 400, 422], [$$$"""{"entries":[{"id":"1",{{{Record[1..]}}},{"id":"b","value":{"type":"JSON","data":1}}]}"""]),
            new(20, HttpMethod.Post, topics, V3Json, [201, 400, 422], [$$"""{"topic_name":"{{topic}}","partitions_count":2,"replication_factor":1,"configs":[{"name":"retention.ms","value":"1"}],"validate_only":true}""", """{"topic_name":"tried","replicas_assignments":{"0":[1],"1":[1]},"configs":[{"name":"retention.ms","value":"1"},{"name":"segment.ms","value":null}],"validate_only":true}"""]),
            new(20, HttpMethod.Post, $"{topics}/{topic}/configs:alter", V3Json, [204, 400, 404, 422], ["""{"data":[{"name":"retention.ms","value":"600000"},{"name":"segment.ms","operation":"DELETE"}],"validate_only":true}"""]),
            new(20, HttpMethod.Put, $"{topics}/{topic}/configs/max.message.bytes", V3Json, [204, 400, 422], ["""{"value":"1000000"}"""]),
            new(20, HttpMethod.Patch, $"{topics}/{topic}", V3Json, [200, 400, 422], ["""{"partitions_count":-1}"""]),
            new(20, HttpMethod.Post, $"/v3/clusters/{cluster}/acls", V3Json, [400, 422], ["""{"resource_type":"TOPIC","resource_name":"t","pattern_type":"LITERAL","principal":"User:a","host":"*","operation":"READ","permission":"ALLOW"}"""]),
            new(30, HttpMethod.Post, $"{reader.Path}/positions", RunningProxy.V2, [204, 400, 409, 422], [$$"""{"offsets":[{"topic":"{{topic}}","partition":0,"offset":0}]}""", $$"""{"timestamps":[{"topic":"{{topic}}","partition":0,"timestamp":1}]}"""]),
            new(30, HttpMethod.Post, $"{reader.Path}/subscription", RunningProxy.V2, [400, 409, 422], ["""{"topics":["a","b"]}""", """{"topic_pattern":"a.*"}"""]),
            new(10, HttpMethod.Post, $"{reader.Path}/assignments", RunningProxy.V2, [204, 400, 404, 422], [Reader.Partitions(topic, 0)]),
            new(2, HttpMethod.Post, $"/consumers/fuzz-{topic}", RunningProxy.V2, [200, 400, 409, 422], ["""{"name":"n","format":"json","auto.offset.reset":"earliest","auto.commit.enable":"true","fetch.min.bytes":"1"}"""]),
        ];
    }

    private sealed record Target(int Weight, HttpMethod Method, string Path, string ContentType, int[] Statuses, string[] Valid);
}
