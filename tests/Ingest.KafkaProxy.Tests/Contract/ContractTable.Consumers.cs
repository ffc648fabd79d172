namespace Ingest.KafkaProxy.Tests.Contract;

internal static partial class ContractTable
{
    private const string Created = """{"instance_id":"i","base_uri":"{url}consumers/{group}/instances/i"}""";
    private const string NoInstance = """{"error_code":40403,"message":"Consumer instance not found."}""";
    private const string ByHand = """{"name":"i","format":"json","auto.offset.reset":"earliest","auto.commit.enable":"false"}""";
    private const string Partition0Of = """{"partitions":[{"topic":"{topic}","partition":0}]}""";
    private const string OtherFormat = """{"error_code":40601,"message":"The requested embedded data format does not match the deserializer for this consumer instance"}""";

    private const string Exclusive = """{"error_code":40903,"message":"Subscription to topics, to a pattern and assignment to partitions are mutually exclusive."}""";

    private static ContractRow[] Consumers =>
    [
        new("create a consumer", Create("""{"id":"i","name":"j"}"""), Refuse("POST /consumers/{group}", 409, """{"error_code":40902,"message":"Consumer with specified consumer ID already exists in the specified consumer group."}""", """{"name":"i"}"""), Delete(), Refuse("DELETE /consumers/{group}/instances/i", 404, NoInstance)),
        new("create a consumer that cannot be", Refuse("POST /consumers/{group}", 422, """{"error_code":42204,"message":"Invalid consumer configuration: format is 'xml'; it has to be binary, json, avro or jsonschema."}""", """{"format":"xml"}"""), Refuse("POST /consumers/{group}", 422, """{"error_code":40001,"message":"fetch.min.bytes has to be from -1 to 10000000."}""", """{"fetch.min.bytes":-2}""")),
        new("a missing consumer", Refuse("GET /consumers/{group}/instances/none/records", 404, NoInstance), Refuse("POST /consumers/{group}/instances/none/offsets", 404, NoInstance), Refuse("GET /consumers/{group}/instances/none/subscription", 404, NoInstance)),
        new("subscribe", Create(ByHand), Done("/subscription", """{"topics":["{topic}"]}"""), Ask("/subscription", """{"topics":["{topic}"]}"""), Told("/assignments", Partition0Of, 409, Exclusive), Told("/subscription", """{"topics":["a"],"topic_pattern":"b"}""", 409, Exclusive), Told("/subscription", "{}", 422, """{"error_code":422,"message":"topics or topic_pattern is missing."}"""), new ContractStep("DELETE /consumers/{group}/instances/i/subscription", null, 204, ""), Ask("/subscription", """{"topics":[]}"""), Delete()),
        new("assign", Create(ByHand), Ask("/assignments", """{"partitions":[]}"""), Done("/assignments", Partition0Of), Ask("/assignments", Partition0Of), Told("/subscription", """{"topics":["{topic}"]}""", 409, Exclusive), Delete()),
        new("read nothing", Create(ByHand), Refuse("GET /consumers/{group}/instances/i/records", 409, """{"error_code":40903,"message":"The consumer has neither a subscription nor an assignment."}"""), Done("/assignments", Partition0Of), Read("[]", "?timeout=0"), Refuse("GET /consumers/{group}/instances/i/records?timeout=soon", 400, """{"error_code":400,"message":"timeout has to be a number."}"""), Delete()),
        new("read json, strict", Store("""{"a":[1]}""", 0), Create(ByHand), Done("/assignments", Partition0Of), Read("""[{"topic":"{topic}","key":null,"value":{"a":[1]},"partition":0,"offset":0}]""") with { Accept = RunningProxy.Json }, Refuse("GET /consumers/{group}/instances/i/records", 406, OtherFormat), Delete()) { Settings = ["KafkaRest:Strict=true"] },
        new("read binary, strict", Store("1", 0), Create("""{"name":"i","auto.offset.reset":"earliest"}"""), Done("/assignments", Partition0Of), Read("""[{"topic":"{topic}","key":null,"value":"MQ==","partition":0,"offset":0}]""") with { Gives = RunningProxy.Binary }, Refuse("GET /consumers/{group}/instances/i/records", 406, OtherFormat) with { Accept = RunningProxy.Json }, Delete()) { Settings = ["KafkaRest:Strict=true"] },
        new("read headers and time", Post("""{"records":[{"value":1,"partition":0,"timestamp":1700000000000,"headers":[{"name":"a","value":"AQ=="}]}]}""", 200, Outcomes(Stored(0, 0))), Create(ByHand), Done("/assignments", Partition0Of), Read("""[{"topic":"{topic}","key":null,"value":1,"partition":0,"offset":0,"timestamp":1700000000000,"headers":[{"name":"a","value":"AQ=="}]}]"""), Delete()) { NotOn = ["jvm"] },
        new("read what is no json", Post("not json", 200, Outcomes(Stored(0, 0)), "application/octet-stream", "/partitions/0"), Create(ByHand), Done("/assignments", Partition0Of), Refuse("GET /consumers/{group}/instances/i/records?timeout=10000", 422, """{"error_code":422,"message":"value deserialization error for format JSON: topic {topic}, partition 0, offset 0; a consumer of format binary can read it, and positions leads past it."}"""), Delete()),
        new("commit all that was read", Store("1", 0), Create(ByHand), Done("/assignments", Partition0Of), AskWith("/offsets", Partition0Of, """{"offsets":[]}"""), Read("""[{"topic":"{topic}","key":null,"value":1,"partition":0,"offset":0}]""") with { Accept = RunningProxy.Json }, Told("/offsets", "{}", 200, "[]"), AskWith("/offsets", Partition0Of, """{"offsets":[{"topic":"{topic}","partition":0,"offset":1,"metadata":""}]}"""), Told("/offsets", """{"offsets":[{"topic":"{topic}","partition":0,"offset":4,"metadata":"m"}]}""", 200, "[]"), AskWith("/offsets", Partition0Of, """{"offsets":[{"topic":"{topic}","partition":0,"offset":5,"metadata":""}]}"""), Refuse("GET /consumers/{group}/instances/i/offsets", 404, NoPartition), Delete()) { Settings = ["KafkaRest:Strict=true"] },
        new("go to positions", Create(ByHand), Told("/positions/beginning", Partition0Of, 409, """{"error_code":40903,"message":"No current assignment for partition {topic}-0."}"""), Done("/assignments", Partition0Of), Done("/positions", """{"offsets":[{"topic":"{topic}","partition":0,"offset":0}]}"""), Done("/positions/beginning", Partition0Of), Done("/positions/end", Partition0Of), Told("/positions", "{}", 422, """{"error_code":422,"message":"offsets or timestamps is missing."}"""), Delete()) { NotOn = ["jvm"] },
        new("go to a time", Store("1", 0), Create(ByHand), Done("/assignments", Partition0Of), Done("/positions", """{"timestamps":[{"topic":"{topic}","partition":0,"timestamp":0}]}"""), Read("""[{"topic":"{topic}","key":null,"value":1,"partition":0,"offset":0}]""") with { Accept = RunningProxy.Json }, Delete()) { Settings = ["KafkaRest:Strict=true"], NotOn = ["jvm", "mock"] },
    ];

    private static ContractStep Create(string body) => new("POST /consumers/{group}", body, 200, Created);

    private static ContractStep Delete() => new("DELETE /consumers/{group}/instances/i", null, 204, "");

    private static ContractStep Done(string below, string body) => Told(below, body, 204, "");

    private static ContractStep Told(string below, string body, int status, string answer) => new($"POST /consumers/{{group}}/instances/i{below}", body, status, answer);

    private static ContractStep Ask(string below, string answer) => Get($"/consumers/{{group}}/instances/i{below}", answer);

    private static ContractStep AskWith(string below, string body, string answer) => new($"GET /consumers/{{group}}/instances/i{below}", body, 200, answer);

    private static ContractStep Read(string answer, string query = "?timeout=10000") => Ask($"/records{query}", answer) with { Gives = RunningProxy.Json };
}
