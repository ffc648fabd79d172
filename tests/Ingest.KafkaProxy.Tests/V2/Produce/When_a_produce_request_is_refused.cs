using System.Text;

namespace Ingest.KafkaProxy.Tests.V2.Produce;

public sealed class When_a_produce_request_is_refused(RunningProxy proxy)
{
    private const string Shape = """{"records":[{"value":{…}}]}""";

    private readonly string _topic = RunningProxy.NewTopic();

    [Theory]
    [InlineData("", 422, Shape)]
    [InlineData("null", 422, Shape)]
    [InlineData("{}", 422, Shape)]
    [InlineData("""{"records":null}""", 422, Shape)]
    [InlineData("""{"records":[]}""", 422, Shape)]
    [InlineData("""{"rec\ud800ords":[]}""", 400, "a field name has to be valid Unicode")]
    [InlineData("""{"records":[{"value":1}],"extra":1}""", 422, "Unrecognized field: extra")]
    [InlineData("""{"records":[{"value":1,"extra":{"a":[]}}]}""", 422, "Unrecognized field: extra")]
    [InlineData("""{"index":1,"country":"Albania"}""", 422, "Unrecognized field: country. Expected " + Shape)]
    [InlineData("""{"records":[{"value":1},{"index":1}]}""", 422, "Unrecognized field: index in records[1]. Expected " + Shape)]
    [InlineData("""[{"value":1}]""", 400, Shape)]
    [InlineData("\"text\"", 400, Shape)]
    [InlineData("   ", 400, "Malformed JSON")]
    [InlineData("""{"records":[{"value":1}""", 400, "LineNumber: 0")]
    [InlineData("""{"records":[{"value":1}]}x""", 400, "BytePositionInLine: 25")]
    [InlineData("""{"records":[{"value":tru}]}""", 400, "BytePositionInLine: 24")]
    [InlineData("""{"records":[{"value":1},]}""", 400, "Malformed JSON")]
    [InlineData("""{"records":{"value":1}}""", 400, "records has to be an array")]
    [InlineData("""{"records":[null]}""", 400, "records[0] has to be an object")]
    [InlineData("""{"records":[{"value":1},3]}""", 400, "records[1] has to be an object")]
    [InlineData("""{"records":[{"partition":"1"}]}""", 400, "records[0].partition")]
    [InlineData("""{"records":[{"partition":1.5}]}""", 400, "records[0].partition")]
    [InlineData("""{"records":[{"partition":2147483648}]}""", 400, "records[0].partition")]
    [InlineData("""{"records":[{"partition":-1}]}""", 422, "records[0].partition has to be at least 0")]
    [InlineData("""{"records":[{"timestamp":0}]}""", 422, "records[0].timestamp has to be at least 1")]
    [InlineData("""{"records":[{"timestamp":"now"}]}""", 400, "records[0].timestamp")]
    [InlineData("""{"records":[{"headers":{}}]}""", 400, "records[0].headers has to be an array")]
    [InlineData("""{"records":[{"headers":[1]}]}""", 400, "records[0].headers[0] has to be an object")]
    [InlineData("""{"records":[{"headers":[{"name":"a","value":"AA=="},{"value":"AA=="}]}]}""", 422, "records[0].headers[1].name is missing")]
    [InlineData("""{"records":[{"headers":[{"name":1}]}]}""", 400, "records[0].headers[0].name")]
    [InlineData("""{"records":[{"headers":[{"name":"\ud800"}]}]}""", 400, "records[0].headers[0].name")]
    [InlineData("""{"records":[{"headers":[{"name":"a","value":"%"}]}]}""", 400, "records[0].headers[0].value has to be valid base64")]
    [InlineData("""{"records":[{"headers":[{"name":"a","other":1}]}]}""", 422, "Unrecognized field: other in records[0].headers[0]")]
    [InlineData("""{"records":[{"value":1,"value":2}]}""", 400, "Duplicate field: records[0].value")]
    [InlineData("""{"records":[{"value":1}],"records":[{"value":2}]}""", 400, "Duplicate field: records")]
    [InlineData("""{"records":[{"value":1}],"value_schema_id":"1"}""", 400, "value_schema_id has to be an integer")]
    public async Task The_error_says_where_and_nothing_is_stored(string body, int status, string message)
    {
        var answer = await proxy.ProduceAsync(_topic, body);

        answer.IsError(status, status, message);
        Assert.Equal(RunningProxy.V2, answer.ContentType);
        (await proxy.GetAsync($"/topics/{_topic}")).IsError(404, 40403);
    }

    [Theory]
    [InlineData("""{"records":[{"value":"AA=="},{"value":"not base64"}]}""", "records[1].value has to be valid base64")]
    [InlineData("""{"records":[{"value":"\ud800AA=="}]}""", "records[0].value has to be valid Unicode")]
    [InlineData("""{"records":[{"key":"AA"}]}""", "records[0].key has to be valid base64")]
    [InlineData("""{"records":[{"value":{"a":1}}]}""", "records[0].value has to be a base64 string")]
    public async Task Bad_base64_is_named(string body, string message) =>
        (await proxy.ProduceAsync(_topic, body, RunningProxy.Binary)).IsError(400, 400, message);

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_are_refused_even_inside_a_string() =>
        (await proxy.PostAsync($"/topics/{_topic}", [.. """{"records":[{"value":" """u8, 0xFF, .. "\"}]}"u8], RunningProxy.Json)).IsError(400, 400, "UTF-8");

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/vnd.kafka.xml.v2+json")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("nonsense")]
    public async Task An_unknown_content_type_is_415(string? contentType) =>
        (await proxy.PostAsync($"/topics/{_topic}", """{"records":[{"value":1}]}"""u8.ToArray(), contentType)).IsError(415, 415, "HTTP 415 Unsupported Media Type");

    [Theory]
    [InlineData("avro")]
    [InlineData("jsonschema")]
    [InlineData("protobuf")]
    public async Task A_format_with_schemas_needs_a_registry(string format) =>
        (await proxy.ProduceAsync(_topic, "{}", $"application/vnd.kafka.{format}.v2+json")).IsError(422, 42206, "Schema Registry must be configured");

    [Theory]
    [InlineData("a%20b", 400, 40002)]
    [InlineData("a%2Fb", 400, 40002)]
    [InlineData("caf%C3%A9", 400, 40002)]
    [InlineData("a:b", 400, 40002)]
    [InlineData("_schemas", 403, 40301)]
    [InlineData("__consumer_offsets", 403, 40301)]
    public async Task A_topic_name_that_cannot_be_produced_to_is_named_as_the_reason(string topic, int status, int code) =>
        (await proxy.ProduceAsync(topic, """{"records":[{"value":1}]}""")).IsError(status, code, "opic");

    [Fact]
    public async Task A_topic_name_has_at_most_249_characters()
    {
        (await proxy.ProduceAsync(new string('x', 250), """{"records":[{"value":1}]}""")).IsError(400, 40002);
        (await proxy.ProduceAsync(new string('x', 249), """{"records":[{"value":1}]}""")).HasCodes(0);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    [InlineData("2147483648")]
    public async Task A_path_without_a_partition_number_is_404(string partition) =>
        (await proxy.PostAsync($"/topics/{_topic}/partitions/{partition}", "{}"u8.ToArray(), RunningProxy.Json)).IsError(404, 404, "HTTP 404 Not Found");

    [Fact]
    public async Task Another_method_is_405()
    {
        using var answer = await proxy.Service.Client.DeleteAsync($"/topics/{_topic}", TestContext.Current.CancellationToken);

        (await Answer.ReadAsync(answer)).IsError(405, 405, "HTTP 405 Method Not Allowed");
    }

    [Theory]
    [InlineData("gzip", 400)]
    [InlineData("br", 400)]
    [InlineData("deflate", 400)]
    [InlineData("zstd", 400)]
    [InlineData("compress", 415)]
    public async Task A_body_that_cannot_be_decompressed_names_its_encoding(string encoding, int status) =>
        (await proxy.PostAsync($"/topics/{_topic}", Encoding.UTF8.GetBytes("""{"records":[{"value":1}]}"""), RunningProxy.Json, encoding)).IsError(status, status, encoding);

    [Fact]
    public async Task A_zstd_frame_that_asks_for_more_memory_than_8_MiB_is_400()
    {
        using var packed = new MemoryStream();
        await using (var zstd = new ZstdSharp.CompressionStream(packed, leaveOpen: true))
        {
            zstd.SetParameter(ZstdSharp.Unsafe.ZSTD_cParameter.ZSTD_c_windowLog, 27);
            zstd.Write(Encoding.UTF8.GetBytes($$"""{"records":[{"value":"{{new string('x', 100_000)}}"}]}"""));
        }

        (await proxy.PostAsync($"/topics/{_topic}", packed.ToArray(), RunningProxy.Json, "zstd")).IsError(400, 400, "zstd");
    }
}
