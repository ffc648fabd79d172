namespace Ingest.KafkaProxy.Tests.Contract;

internal static partial class ContractTable
{
    private const string One = """{"records":[{"value":"AA==","partition":0}]}""";
    private const string Shape = """Expected {\"records\":[{\"value\":{…}}]}.""";
    private const string Unsupported = """{"error_code":415,"message":"HTTP 415 Unsupported Media Type"}""";
    private const string NoRegistry = """{"error_code":42206,"message":"Payload error. Schema Registry must be configured when using schemas."}""";
    private const string CameWithOthers = "Not stored: Kafka refused the batch that it came in, which was larger than the topic's 1000 bytes. Send it again with fewer others.";
    private const string UnknownPartition = "Local: Unknown partition";
    
    private static string Large => new('x', 2000);

    private static ContractRow[] Produce =>
    [
        new("produce json", Post("""{"records":[{"key":"k","value":{"a":[1,null]},"partition":0},{"value":null,"partition":0}]}""", 200, Outcomes(Stored(0, 0), Stored(0, 1)))),
        new("produce binary", Post("""{"records":[{"key":"AQI=","value":"","partition":1}]}""", 200, Outcomes(Stored(1, 0)), RunningProxy.Binary)),
        new("produce to a partition; a record's own beats it", Post("""{"records":[{"value":1},{"value":2,"partition":0},{"value":3,"partition":null}]}""", 200, Outcomes(Stored(1, 0), Stored(0, 0), Stored(1, 1)), below: "/partitions/1/")),
        new("produce to a partition that is no number", Post(One, 404, NotFound, below: "/partitions/first")),
        new("produce with other names for json", Post(One, 200, Outcomes(Stored(0, 0)), RunningProxy.V2), Post(One, 200, Outcomes(Stored(0, 1)), "application/vnd.kafka+json"), Post(One, 200, Outcomes(Stored(0, 2)), "application/json"), Post("raw", 200, Outcomes(Stored(1, 0)), "application/octet-stream", "/partitions/1")),
        new("produce with other names for json, strict", Post(One, 415, Unsupported, RunningProxy.V2), Post(One, 415, Unsupported, "application/vnd.kafka+json"), Post(One, 415, Unsupported, "application/json"), Post(One, 415, Unsupported, "application/octet-stream"), Post(One, 200, Outcomes(Stored(0, 0))), Post(One, 200, Outcomes(Stored(0, 1)), RunningProxy.Binary)) { Settings = ["KafkaRest:Strict=true"] },
        new("produce with another type", Post(One, 415, Unsupported, "text/plain"), Post(One, 415, Unsupported, "application/vnd.kafka.xml.v2+json")),
        new("produce nothing", Post("", 422, $$"""{"error_code":422,"message":"The request has no body. {{Shape}}"}"""), Post("null", 422, $$"""{"error_code":422,"message":"The body is null. {{Shape}}"}"""), Post("""{"records":[]}""", 422, $$"""{"error_code":422,"message":"There are no records. {{Shape}}"}"""), Post("""{"records":null}""", 422, $$"""{"error_code":422,"message":"There are no records. {{Shape}}"}""")),
        new("produce an unknown field", Post("""{"records":[{"value":1}],"x":1}""", 422, """{"error_code":422,"message":"Unrecognized field: x"}"""), Post("""{"records":[{"value":1,"x":1}]}""", 422, $$"""{"error_code":422,"message":"Unrecognized field: x in records[0]. {{Shape}}"}""")),
        new("produce our own fields, strict", Post("""{"records":[{"headers":[]}]}""", 422, $$"""{"error_code":422,"message":"Unrecognized field: headers in records[0]. {{Shape}}"}"""), Post("""{"records":[{"timestamp":1}]}""", 422, $$"""{"error_code":422,"message":"Unrecognized field: timestamp in records[0]. {{Shape}}"}""")) { Settings = ["KafkaRest:Strict=true"] },
        new("produce malformed JSON", Post("""{"records":[{"value":1}""", 400, """{"error_code":400,"message":"Malformed JSON: Expected depth to be zero at the end of the JSON payload. There is an open JSON object or array that should be closed. LineNumber: 0 | BytePositionInLine: 23."}"""), Post("""{"records":[{"partition":"1"}]}""", 400, """{"error_code":400,"message":"records[0].partition has to be an integer of at most 2147483647."}"""), Post("""{"records":{}}""", 400, $$"""{"error_code":400,"message":"records has to be an array. {{Shape}}"}""")),
        new("produce bad base64", Post("""{"records":[{"value":"%"}]}""", 400, """{"error_code":400,"message":"records[0].value has to be valid base64."}""", RunningProxy.Binary), Post("""{"records":[{"key":1}]}""", 400, """{"error_code":400,"message":"records[0].key has to be a base64 string."}""", RunningProxy.Binary)),
        new("produce with schemas and no registry", Post(One, 422, NoRegistry, "application/vnd.kafka.avro.v2+json"), Post(One, 422, NoRegistry, "application/vnd.kafka.jsonschema.v2+json"), Post(One, 422, NoRegistry, "application/vnd.kafka.protobuf.v2+json")),
        new("produce to a missing topic", new ContractStep("POST /topics/missing", One, 200, Outcomes(Failed(50003, "{unknown}"))) { ContentType = RunningProxy.Json }) { NotOn = ["mock"], Settings = ["Kafka:Client:topic_metadata_propagation_max_ms=500", "KafkaRest:ProduceDeadline=00:00:03"] },
        new("produce to a missing topic for Karapace's clients", new ContractStep("POST /topics/missing-too", One, 404, """{"error_code":40401,"message":"Topic missing-too not found"}""") { ContentType = RunningProxy.Json }, Post(One, 200, Outcomes(Stored(0, 0))), Post(One, 200, Outcomes(Stored(0, 1)))) { Settings = [Karapace] },
        new("produce to a name that cannot be", new ContractStep("POST /topics/a%20b", One, 400, """{"error_code":40002,"message":"Topic name is not legal: 1 to 249 of letters, digits, '.', '_' and '-', and not '.' or '..'."}""") { ContentType = RunningProxy.Json }, new ContractStep("POST /topics/_schemas", One, 403, """{"error_code":40301,"message":"Topic _schemas is internal: names that start with '_' cannot be produced to."}""") { ContentType = RunningProxy.Json }),
        new("produce too much", Post($$"""{"records":[{"value":"{{Large}}"}]}""", 413, """{"error_code":413,"message":"Request body too large. The max request body size is 1000 bytes."}"""), Post("""{"records":[{},{},{}]}""", 413, """{"error_code":413,"message":"There are more than 2 records in the request."}""")) { Settings = ["KafkaRest:RequestBytesMax=1000", "KafkaRest:RecordsPerRequestMax=2"] },
        new(TooLarge, Post($$"""{"records":[{"value":1,"partition":0},{"value":"{{Large}}","partition":1}]}""", 200, Outcomes(Stored(0, 0), Failed(50002, "Broker: Message size too large")))) { NotOn = ["mock", "jvm"] },
        new(TooLargeTogether, Post($$"""{"records":[{"value":1,"partition":0},{"value":"{{Large}}","partition":0}]}""", 200, Outcomes(Failed(50003, CameWithOthers), Failed(50002, "Broker: Message size too large"))), Post("""{"records":[{"value":1,"partition":0}]}""", 200, Outcomes(Stored(0, 0)))) { NotOn = ["mock", "jvm"], Settings = ["Kafka:Client:linger_ms=100"] },
        new("produce to a missing partition", Post("""{"records":[{"value":1,"partition":0},{"value":2,"partition":2}]}""", 200, Outcomes(Stored(0, 0), Failed(50002, UnknownPartition)))),
        new("produce, and the status follows", Post("""{"records":[{"value":1,"partition":0},{"value":2,"partition":2}]}""", 207, Outcomes(Stored(0, 0), Failed(50002, UnknownPartition))), Post("""{"records":[{"value":2,"partition":2}]}""", 500, Outcomes(Failed(50002, UnknownPartition)))) { Settings = ["KafkaRest:StatusFromRecords=true"] },
    ];
}
