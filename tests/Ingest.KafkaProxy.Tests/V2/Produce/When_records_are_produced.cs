using System.IO.Compression;
using System.Text;
using Ingest.Testing;

namespace Ingest.KafkaProxy.Tests.V2.Produce;

public sealed class When_records_are_produced(RunningProxy proxy)
{
    private readonly string _topic = RunningProxy.NewTopic();

    [Fact]
    public async Task The_answer_is_what_REST_Proxy_writes_byte_for_byte()
    {
        var answer = await proxy.ProduceAsync(_topic, """{"records":[{"value":{"a":1},"partition":2},{"value":2,"partition":2}]}""");

        Assert.Equal(200, answer.Status);
        Assert.Equal(RunningProxy.V2, answer.ContentType);
        Assert.Equal(
            """{"offsets":[{"partition":2,"offset":0,"error_code":null,"error":null},{"partition":2,"offset":1,"error_code":null,"error":null}],"key_schema_id":null,"value_schema_id":null}""",
            answer.Body);
    }

    [Fact]
    public async Task A_JSON_value_is_stored_as_the_bytes_that_were_sent()
    {
        string[] values = ["""{"b":1, "a":[1.50, "é\u00e9 \n"] }""", "\"text\"", "-1.0e5", "true", "[ ]"];
        var records = values.Select(json => $$""" { "key" : {{json}} , "partition":1, "value" : {{json}} } """);

        await proxy.ProduceAsync(_topic, $$"""{ "records" : [{{string.Join(',', records)}}] }""");

        var stored = proxy.Stored(_topic).Select(record => record.Message).ToList();
        Assert.Equal(values, stored.Select(message => Encoding.UTF8.GetString(message.Key)));
        Assert.Equal(values, stored.Select(message => Encoding.UTF8.GetString(message.Value)));
    }

    [Fact]
    public async Task Base64_is_stored_as_the_bytes_it_stands_for()
    {
        await proxy.ProduceAsync(_topic, """{"records":[{"key":"AAH\/","value":""}]}""", RunningProxy.Binary);

        var stored = Assert.Single(proxy.Stored(_topic)).Message;
        Assert.Equal([0, 1, 255], stored.Key);
        Assert.Equal([], stored.Value);
    }

    [Theory]
    [InlineData(RunningProxy.Json)]
    [InlineData(RunningProxy.Binary)]
    public async Task A_missing_or_null_key_or_value_is_stored_as_null(string contentType)
    {
        await proxy.ProduceAsync(_topic, """{"records":[{},{"key":null,"value":null}]}""", contentType);

        Assert.All(proxy.Stored(_topic), stored => Assert.Equal((null, null), (stored.Message.Key, stored.Message.Value)));
    }

    [Fact]
    public async Task An_octet_stream_is_one_record()
    {
        var answer = await proxy.PostAsync($"/topics/{_topic}", [0, 1, 255], "application/octet-stream");

        Assert.Equal([0], answer.Codes);
        Assert.Equal([0, 1, 255], Assert.Single(proxy.Stored(_topic)).Message.Value);
    }

    [Fact]
    public async Task Headers_and_timestamp_are_stored()
    {
        await proxy.ProduceAsync(
            _topic,
            """{"records":[{"value":1,"timestamp":1600000000123,"headers":[{"name":"a","value":"AQI="},{"value":null,"name":"é"},{"name":"a","value":""}]}]}""");

        var stored = Assert.Single(proxy.Stored(_topic)).Message;
        Assert.Equal(1_600_000_000_123, stored.Timestamp.UnixTimestampMs);
        Assert.Equal(["a", "é", "a"], stored.Headers.Select(header => header.Key));
        Assert.Equal([[1, 2], null, []], stored.Headers.Select(header => header.GetValueBytes()));
    }

    [Fact]
    public async Task A_records_own_partition_goes_before_the_paths()
    {
        var answer = await proxy.PostAsync(
            $"/topics/{_topic}/partitions/1/", """{"records":[{"value":1},{"value":2,"partition":3},{"value":3,"partition":null}]}"""u8.ToArray(), RunningProxy.Json);

        Assert.Equal([0, 0, 0], answer.Codes);
        Assert.Equal(["1:1", "3:2", "1:3"], proxy.Stored(_topic).Select(record => $"{record.Partition.Value}:{Encoding.UTF8.GetString(record.Message.Value)}").OrderBy(text => text[2]));
    }

    [Fact]
    public async Task A_key_goes_to_the_partition_where_Java_producers_put_it()
    {
        var answer = await proxy.ProduceAsync(_topic, """{"records":[{"key":"MjE=","value":"AA=="},{"key":"Zm9vYmFy","value":"AA=="}]}""", RunningProxy.Binary);

        // Kafka's UtilsTest: murmur2("21") is -973932308 and murmur2("foobar") is -790332482; positive, modulo four partitions.
        Assert.Equal([-973932308 & int.MaxValue & 3, -790332482 & int.MaxValue & 3], answer.Root.GetProperty("offsets").EnumerateArray().Select(entry => entry.GetProperty("partition").GetInt32()));
    }

    [Theory]
    [InlineData(RunningProxy.V2)]
    [InlineData("application/vnd.kafka+json")]
    [InlineData("application/json")]
    [InlineData("Application/JSON; charset=\"UTF-8\"")]
    [InlineData("application/vnd.kafka.json.v2+json; charset=utf-8")]
    public async Task Other_names_for_JSON_are_read_as_JSON(string contentType) =>
        (await proxy.ProduceAsync(_topic, """{"records":[{"value":{}}]}""", contentType)).HasCodes(0);

    [Fact]
    public async Task An_escaped_name_is_that_name() =>
        (await proxy.ProduceAsync(_topic, """{"rec\u006frds":[{"v\u0061lue":1}]}""")).HasCodes(0);

    [Fact]
    public async Task Schema_fields_of_other_formats_are_let_pass() =>
        (await proxy.ProduceAsync(_topic, """{"key_schema":null,"value_schema":"x","key_schema_id":null,"value_schema_id":32,"records":[{"value":{}}]}""")).HasCodes(0);

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("zstd")]
    public async Task A_compressed_body_is_decompressed(string encoding)
    {
        using var compressed = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(compressed, CompressionMode.Compress, leaveOpen: true),
            "zstd" => new ZstdSharp.CompressionStream(compressed, leaveOpen: true),
            "br" => new BrotliStream(compressed, CompressionMode.Compress, leaveOpen: true),
            _ => new ZLibStream(compressed, CompressionMode.Compress, leaveOpen: true),
        })
        {
            stream.Write("""{"records":[{"value":"packed"}]}"""u8);
        }

        var answer = await proxy.PostAsync($"/topics/{_topic}", compressed.ToArray(), RunningProxy.Json, encoding);

        Assert.Equal([0], answer.Codes);
        Assert.Equal("\"packed\"", Encoding.UTF8.GetString(Assert.Single(proxy.Stored(_topic)).Message.Value));
    }

    [Fact]
    public async Task Concurrent_requests_each_get_the_offsets_of_their_own_records()
    {
        const int Requests = 300;

        var answers = await Task.WhenAll(Enumerable.Range(0, Requests).Select(request =>
        {
            var records = string.Join(',', Enumerable.Range(0, 1 + (request % 7)).Select(record => $$"""{"value":"{{request}}-{{record}}"}"""));
            return proxy.ProduceAsync(_topic, $$"""{"records":[{{records}}]}""");
        }));

        var stored = proxy.Stored(_topic).ToDictionary(record => (record.Partition.Value, record.Offset.Value), record => Encoding.UTF8.GetString(record.Message.Value));
        var claimed = answers.SelectMany((answer, request) => answer.Root.GetProperty("offsets").EnumerateArray().Select((entry, record) =>
            (At: (entry.GetProperty("partition").GetInt32(), entry.GetProperty("offset").GetInt64()), Value: $"\"{request}-{record}\""))).ToList();
        Assert.Equal(stored.Count, claimed.Count);
        Assert.All(claimed, claim => Assert.Equal(claim.Value, stored[claim.At]));
    }

    [Fact]
    public async Task They_are_counted_by_outcome()
    {
        await proxy.ProduceAsync(_topic, """{"records":[{"value":1},{"value":2,"partition":99}]}""");

        var metrics = await Eventually.BecomesAsync(
            async () => (await proxy.GetAsync("/metrics", "text/plain")).Body,
            text => text.Contains("kafka_proxy_produce_records_total{", StringComparison.Ordinal) && text.Contains("outcome=\"50002\"", StringComparison.Ordinal),
            "metrics of produced records");
        Assert.Contains("outcome=\"stored\"", metrics, StringComparison.Ordinal);
        Assert.Contains("kafka_proxy_in_flight_size_bytes", metrics, StringComparison.Ordinal);
        Assert.Contains("le=\"0.001\"", metrics, StringComparison.Ordinal);
    }
}
