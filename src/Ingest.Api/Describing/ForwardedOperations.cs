namespace Ingest.Api.Describing;

/// <summary>The routes that most clients need, with examples that can be sent as they are.</summary>
internal static class ForwardedOperations
{
    public static ForwardedOperation Produce { get; } = new(
        "Write records to a topic",
        "One outcome per record, in the order of the request: stored when its entry has an offset and no error. HTTP 200 alone says nothing.",
        "application/vnd.kafka.json.v2+json",
        """{"records":[{"key":"7528","value":{"index":7528,"title":"Paper lanterns","category":"diy-and-crafts"}}]}""",
        """{"offsets":[{"partition":0,"offset":0,"error_code":null,"error":null}],"key_schema_id":null,"value_schema_id":null}""");

    public static ForwardedOperation PutRecord { get; } = new(
        "Write a record to a stream",
        "Stored when the answer has a SequenceNumber.",
        "application/json",
        """{"Data":{"index":7528,"title":"Paper lanterns","category":"diy-and-crafts"},"PartitionKey":"7528"}""",
        """{"SequenceNumber":"49590338271490256608559692538361571095921575989136588898","ShardId":"shardId-000000000000"}""");

    public static ForwardedOperation PutRecords { get; } = new(
        "Write records to a stream",
        "One outcome per record, in the order of the request: stored when its entry has a SequenceNumber and no ErrorCode.",
        "application/json",
        """{"records":[{"data":{"index":7528,"category":"art"},"partition-key":"7528"},{"data":{"index":2863,"category":"travel"},"partition-key":"2863"}]}""",
        """{"FailedRecordCount":0,"Records":[{"SequenceNumber":"49590338271490256608559692538361571095921575989136588898","ShardId":"shardId-000000000000"}]}""");

    public static ForwardedOperation ListTopics { get; } = new("List topics", "The names of all topics.", null, null, """["demo.pin","demo.geo","demo.user"]""");

    public static ForwardedOperation ListStreams { get; } = new(
        "List streams", "The names of all streams.", null, null, """{"HasMoreStreams":false,"StreamNames":["streaming-demo-pin"]}""");
}
