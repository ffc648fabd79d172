using Amazon.Kinesis.Model;

namespace Amazon.Kinesis.Internal;

/// <summary>Every operation: its name on the wire and what goes out and comes in. A new one is a line here.</summary>
internal static class KinesisOperations
{
    public static readonly KinesisOperation<CreateStreamRequest, CreateStreamResponse> CreateStream =
        new("CreateStream", KinesisJson.TypeOf<CreateStreamRequest>(), null);

    public static readonly KinesisOperation<DeleteStreamRequest, DeleteStreamResponse> DeleteStream =
        new("DeleteStream", KinesisJson.TypeOf<DeleteStreamRequest>(), null);

    public static readonly KinesisOperation<DescribeStreamRequest, DescribeStreamResponse> DescribeStream =
        new("DescribeStream", KinesisJson.TypeOf<DescribeStreamRequest>(), KinesisJson.TypeOf<DescribeStreamResponse>());

    public static readonly KinesisOperation<DescribeStreamSummaryRequest, DescribeStreamSummaryResponse> DescribeStreamSummary =
        new("DescribeStreamSummary", KinesisJson.TypeOf<DescribeStreamSummaryRequest>(), KinesisJson.TypeOf<DescribeStreamSummaryResponse>());

    public static readonly KinesisOperation<GetRecordsRequest, GetRecordsResponse> GetRecords =
        new("GetRecords", KinesisJson.TypeOf<GetRecordsRequest>(), KinesisJson.TypeOf<GetRecordsResponse>());

    public static readonly KinesisOperation<GetShardIteratorRequest, GetShardIteratorResponse> GetShardIterator =
        new("GetShardIterator", KinesisJson.TypeOf<GetShardIteratorRequest>(), KinesisJson.TypeOf<GetShardIteratorResponse>());

    public static readonly KinesisOperation<ListShardsRequest, ListShardsResponse> ListShards =
        new("ListShards", KinesisJson.TypeOf<ListShardsRequest>(), KinesisJson.TypeOf<ListShardsResponse>());

    public static readonly KinesisOperation<ListStreamsRequest, ListStreamsResponse> ListStreams =
        new("ListStreams", KinesisJson.TypeOf<ListStreamsRequest>(), KinesisJson.TypeOf<ListStreamsResponse>());

    public static readonly KinesisOperation<PutRecordRequest, PutRecordResponse> PutRecord =
        new("PutRecord", KinesisJson.TypeOf<PutRecordRequest>(), KinesisJson.TypeOf<PutRecordResponse>());

    public static readonly KinesisOperation<PutRecordsRequest, PutRecordsResponse> PutRecords =
        new("PutRecords", KinesisJson.TypeOf<PutRecordsRequest>(), KinesisJson.TypeOf<PutRecordsResponse>());
}
