using System.Text.Json;
using Ingest.Testing;

namespace Ingest.KafkaProxy.Tests.Schemas;

[Collection("Schemas")]
public sealed class When_records_have_schemas(SchemaProxy proxy)
{
    private const string Order = """{"type":"record","name":"Order","namespace":"shop","fields":[{"name":"id","type":"long"},{"name":"note","type":["null","string"],"default":null}]}""";
    private const string Click = """{"type":"object","properties":{"page":{"type":"string"},"n":{"type":"integer"}},"required":["page"],"additionalProperties":false}""";

    [Theory]
    [InlineData("avro", Order, """{"id":1,"note":{"string":"straße"}}""", """{"note":null,"id":2}""", """{"id":2,"note":null}""")]
    [InlineData("jsonschema", Click, """{"page":"/","n":1}""", """{"page":"ü"}""", """{"page":"ü"}""")]
    public async Task What_was_produced_with_a_schema_is_read_as_it_was(string format, string schema, string first, string second, string secondRead)
    {
        var topic = await proxy.Kafka.CreateTopicAsync();

        var produced = await proxy.ProduceAsync(topic, format, $$"""{"key_schema":"\"string\"","value_schema":{{Quoted(schema)}},"records":[{"key":"k","value":{{first}}},{"value":{{second}}},{"value":null}]}""".Replace("\"\\\"string\\\"\"", Quoted(format == "avro" ? "\"string\"" : "{\"type\":\"string\"}"), StringComparison.Ordinal));

        Assert.True(produced.Status == 200, produced.Body);
        produced.HasCodes(0, 0, 0);
        var (key, value) = (produced.Root.GetProperty("key_schema_id").GetInt32(), produced.Root.GetProperty("value_schema_id").GetInt32());
        Assert.NotEqual(key, value);
        var read = (await proxy.ReadAsync(topic, format)).Root;
        Assert.Equal([first, secondRead, "null"], read.EnumerateArray().Select(record => record.GetProperty("value").GetRawText()));
        Assert.Equal(["\"k\"", "null", "null"], read.EnumerateArray().Select(record => record.GetProperty("key").GetRawText()));

        // By id from now on, as the contract has it.
        var again = await proxy.ProduceAsync(topic, format, $$"""{"value_schema_id":{{value}},"records":[{"value":{{first}}}]}""");
        again.HasCodes(0);
        Assert.Equal(("null", value), (again.Root.GetProperty("key_schema_id").GetRawText(), again.Root.GetProperty("value_schema_id").GetInt32()));
    }

    [Theory]
    [InlineData("avro", """{"records":[{"key":"k","value":1}],"value_schema":"\"long\""}""", 422, 42201, "key schema")]
    [InlineData("avro", """{"records":[{"value":1}]}""", 422, 42202, "value schema")]
    [InlineData("avro", """{"records":[{"value":1}],"value_schema":"{"}""", 422, 42205, "no Avro schema")]
    [InlineData("avro", """{"records":[{"value":1}],"value_schema":"{\"type\":\"nope\"}"}""", 422, 42205, "no Avro schema")]
    [InlineData("avro", """{"records":[{"value":1}],"value_schema":5}""", 400, 400, "value_schema")]
    [InlineData("avro", """{"records":[{"value":1}],"value_schema_id":987654}""", 422, 42207, "987654")]
    [InlineData("avro", """{"records":[{"value":1},{"value":1.5}],"value_schema":"\"long\""}""", 422, 42205, "records[1].value: $ has to be a long")]
    [InlineData("avro", """{"records":[{"value":{"id":1}}],"value_schema":"{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"id\",\"type\":\"int\"},{\"name\":\"x\",\"type\":\"int\"}]}"}""", 422, 42205, "$.x is missing")]
    [InlineData("jsonschema", """{"records":[{"value":{"n":1}}],"value_schema":"{\"type\":\"object\",\"required\":[\"page\"]}"}""", 422, 42205, "PropertyRequired")]
    [InlineData("jsonschema", """{"records":[{"value":1}],"value_schema":"[]"}""", 422, 42205, "no JSON Schema")]
    [InlineData("jsonschema", """{"records":[{"value":{"n":19999999999999999999999}}],"value_schema":"{\"properties\":{\"n\":{\"type\":\"integer\",\"minimum\":0}}}"}""", 422, 42205, "cannot be checked")]
    [InlineData("jsonschema", """{"records":[{"value":1}],"value_schema":"{\"not\":{\"$ref\":\"#\"}}"}""", 422, 42205, "leads back to itself")]
    [InlineData("jsonschema", """{"records":[{"value":"a"}],"value_schema":"{\"type\":\"string\",\"pattern\":\"^\\\\p{Alpha}+$\"}"}""", 422, 42205, "cannot be checked")]
    [InlineData("protobuf", """{"records":[{"value":1}]}""", 415, 415, "protobuf")]
    public async Task What_does_not_fit_is_refused_and_nothing_is_stored(string format, string body, int status, int code, string message)
    {
        var topic = await proxy.Kafka.CreateTopicAsync();

        (await proxy.ProduceAsync(topic, format, body)).IsError(status, code, message);

        var offsets = await proxy.SendAsync(HttpMethod.Get, $"/topics/{topic}/partitions/0/offsets");
        Assert.Equal("""{"beginning_offset":0,"end_offset":0}""", offsets.Body);
    }

    [Fact]
    public async Task One_that_does_not_go_with_the_subjects_is_42207_and_a_schema_of_another_type_too()
    {
        var topic = await proxy.Kafka.CreateTopicAsync();
        var id = await proxy.RegisterAsync($"{topic}-value", Order);

        (await proxy.ProduceAsync(topic, "avro", $$"""{"value_schema":"\"long\"","records":[{"value":1}]}""")).IsError(422, 42207, "incompatible");
        (await proxy.ProduceAsync(topic, "jsonschema", $$"""{"value_schema_id":{{id}},"records":[{"value":1}]}""")).IsError(422, 42207, "of type Avro");
    }

    [Fact]
    public async Task One_that_does_not_go_with_the_subjects_is_40801_in_the_dialect_of_Karapace()
    {
        await using var karapace = await proxy.Kafka.StartProxyAsync(("KafkaRest:SchemaRegistry:Url", proxy.Registry.Url.ToString()), ("KafkaRest:Dialect", "Karapace"));
        var topic = await proxy.Kafka.CreateTopicAsync();
        await proxy.RegisterAsync($"{topic}-value", Order);

        var answer = await EmbeddedProxy.SendAsync(
            karapace, HttpMethod.Post, $"/topics/{topic}", """{"value_schema":"\"long\"","records":[{"value":1}]}""", contentType: "application/vnd.kafka.avro.v2+json");

        answer.IsError(408, 40801, "incompatible");
    }

    [Fact]
    public async Task A_record_without_a_schema_is_422_and_the_next_read_stands_there_still()
    {
        var topic = await proxy.Kafka.CreateTopicAsync();
        await proxy.Kafka.StoreAsync(topic, 0, "plain");

        var refused = await proxy.ReadAsync(topic, "avro");

        refused.IsError(422, 422, "value deserialization error for format AVRO");
    }

    [Fact]
    public async Task Without_the_registry_nothing_is_stored_and_the_caller_may_try_again()
    {
        await using var lonely = await proxy.Kafka.StartProxyAsync(("KafkaRest:SchemaRegistry:Url", "http://127.0.0.1:1"), ("KafkaRest:SchemaRegistry:RequestTimeout", "00:00:01"));
        var topic = await proxy.Kafka.CreateTopicAsync();

        var answer = await EmbeddedProxy.SendAsync(
            lonely, HttpMethod.Post, $"/topics/{topic}", """{"value_schema":"\"long\"","records":[{"value":1}]}""", contentType: "application/vnd.kafka.avro.v2+json");

        answer.IsError(503, 50301, "registry");
        Assert.Equal("1", answer.RetryAfter);
    }

    [Fact]
    public async Task API_v3_takes_schemas_by_id_by_version_as_they_are_and_the_latest()
    {
        var topic = await proxy.Kafka.CreateTopicAsync();
        var v3 = $"/v3/clusters/{(await proxy.SendAsync(HttpMethod.Get, "/v3/clusters")).Root.GetProperty("data")[0].GetProperty("cluster_id").GetString()}/topics/{topic}/records";
        var other = await proxy.RegisterAsync($"other-{topic}", """{"type":"record","name":"Other","fields":[]}""");
        const string Data = "\"data\":{\"id\":1,\"note\":null}}";

        var answer = await proxy.SendAsync(
            HttpMethod.Post,
            v3,
            $$$"""
            {"value":{"type":"AVRO","schema":{{{Quoted(Order)}}},{{{Data}}}}
            {"value":{"schema_version":1,{{{Data}}}}
            {"value":{ {{{Data}}}}
            {"value":{"type":"AVRO","schema_id":{{{other}}},"subject":"other-{{{topic}}}","data":{} }}
            {"value":{"type":"AVRO","subject_name_strategy":"RECORD_NAME","schema":{{{Quoted(Order)}}},{{{Data}}}}
            {"value":{"schema_id":{{{other}}},"schema_version":1,"data":{} }}
            {"value":{"schema_version":9,{{{Data}}}}
            {"value":{"data":{"id":"x","note":null} }}
            {"value":{"type":"JSON","schema_id":1,"data":1}}
            {"value":{"type":"PROTOBUF","data":1}}
            """,
            "application/json");

        var reports = answer.Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal([200, 200, 200, 200, 200, 400, 42207, 42205, 400, 400], reports.Select(report => report.GetProperty("error_code").GetInt32()));
        var id = reports[0].GetProperty("value").GetProperty("schema_id").GetInt32();
        var expected = $$"""{"type":"AVRO","subject":"{{topic}}-value","schema_id":{{id}},"schema_version":1,"size":7}""";
        Assert.Equal([expected, expected, expected], reports[..3].Select(report => report.GetProperty("value").GetRawText()));
        Assert.Equal("shop.Order", reports[4].GetProperty("value").GetProperty("subject").GetString());
        Assert.Equal(5, (await proxy.ReadAsync(topic, "avro")).Root.GetArrayLength());
    }

    [Fact]
    public async Task The_latest_version_is_the_latest()
    {
        var topic = await proxy.Kafka.CreateTopicAsync();
        var v3 = $"/v3/clusters/{(await proxy.SendAsync(HttpMethod.Get, "/v3/clusters")).Root.GetProperty("data")[0].GetProperty("cluster_id").GetString()}/topics/{topic}/records";
        Task<Answer> ProduceAsync() => proxy.SendAsync(HttpMethod.Post, v3, """{"value":{"type":"AVRO","data":{"id":1,"note":null}}}""", "application/json");
        await proxy.RegisterAsync($"{topic}-value", Order);
        Assert.Equal(1, (await ProduceAsync()).Root.GetProperty("value").GetProperty("schema_version").GetInt32());

        await proxy.RegisterAsync($"{topic}-value", Order.Replace("]}", """,{"name":"by","type":"string","default":""}]}""", StringComparison.Ordinal));

        await Eventually.BecomesAsync(ProduceAsync, answer => answer.Root.GetProperty("error_code").GetInt32() == 42205, "the new version, which has a field more, is used");
    }

    [Fact]
    public async Task They_are_pushed_as_events_too()
    {
        var topic = await proxy.Kafka.CreateTopicAsync();
        await proxy.ProduceAsync(topic, "avro", $$$"""{"value_schema":{{{Quoted(Order)}}},"records":[{"value":{"id":5,"note":null}}]}""");

        await using var stream = await proxy.Service.Client.GetStreamAsync($"/topics/{topic}/events?from=earliest&format=avro", TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        string? line;
        do
        {
            line = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        }
        while (line?.StartsWith("data:", StringComparison.Ordinal) == false);

        Assert.Contains("\"value\":{\"id\":5,\"note\":null}", line, StringComparison.Ordinal);
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text);
}
