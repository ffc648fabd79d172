namespace Ingest.KinesisProxy.Wire;

/// <summary>What Kinesis answers, for the OpenAPI document: the shapes come from <see cref="RecordAnswers"/> and <see cref="StreamAnswers"/>.</summary>
internal static class ExampleAnswers
{
    public const string PutRecord =
        """{"SequenceNumber":"49590338271490256608559692538361571095921575989136588898","ShardId":"shardId-000000000000"}""";

    public const string PutRecords =
        """
        {"FailedRecordCount":1,"Records":[
          {"SequenceNumber":"49590338271490256608559692538361571095921575989136588898","ShardId":"shardId-000000000000"},
          {"ErrorCode":"ProvisionedThroughputExceededException","ErrorMessage":"Rate exceeded for shard shardId-000000000000 in stream streaming-demo-pin under account 000000000000."}]}
        """;

    public const string ShardIterator = """{"ShardIterator":"AAAAAAAAAAETYyAYzd665+8e0X7JTsASDM/Hr2rSwc0X2qz93iuA3udrjTH+ikQvpQk/1ZcMMLzRdAesqwBGPnsthzU0/CBlM/U8/8oEqGwX3pKw0XyeDNRAAZyXBo3MqkQtCpXhr942BRTjvWKhFz7OmCb2Ncfr8Tl2cBktooi6kJhr+djN5WYkB38Rr3akRgCl9qaU4dY="}""";

    public const string GetRecords =
        """
        {"MillisBehindLatest":0,"NextShardIterator":"AAAAAAAAAAHsW8zCWf9164uy8Epue6WS3w6wmj4a4USt+CNvMd6uXQ+HL5vAJMznqqC0DLKsIjuoiTi1BpT6nW0LN2M2D56zM5H8anHm30Gbri9ua+qaGgj+3XTyvbhpERfrezgLHbPB/rIcVpykJbaSj5tmcXYRmFnqZBEyHwtZYFmh6hvWVFkIwLuMZLMrpWhG5r5hzkE=",
         "Records":[{"ApproximateArrivalTimestamp":1700000000.123,"Data":"eyJpbmRleCI6MX0=","PartitionKey":"partition-1","SequenceNumber":"49590338271490256608559692538361571095921575989136588898"}]}
        """;

    public const string ListStreams = """{"HasMoreStreams":false,"StreamNames":["streaming-demo-pin"]}""";

    public const string DescribeStream =
        """
        {"StreamDescription":{"StreamName":"streaming-demo-pin","StreamARN":"arn:aws:kinesis:eu-west-1:000000000000:stream/streaming-demo-pin",
          "StreamStatus":"ACTIVE","StreamModeDetails":{"StreamMode":"PROVISIONED"},"StreamCreationTimestamp":1700000000.123,
          "RetentionPeriodHours":24,"EncryptionType":"KMS","KeyId":"alias/aws/kinesis","EnhancedMonitoring":[{"ShardLevelMetrics":["IncomingBytes"]}],
          "HasMoreShards":false,"Shards":[
            {"ShardId":"shardId-000000000002","ParentShardId":"shardId-000000000000","AdjacentParentShardId":"shardId-000000000001",
             "HashKeyRange":{"StartingHashKey":"0","EndingHashKey":"340282366920938463463374607431768211455"},
             "SequenceNumberRange":{"StartingSequenceNumber":"49590338271490256608559692538361571095921575989136588898","EndingSequenceNumber":"49590338271512557353758223161503106814194224350642569250"}}]}}
        """;
}
