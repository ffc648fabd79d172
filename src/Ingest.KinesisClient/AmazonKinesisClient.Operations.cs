using Amazon.Kinesis.Internal;
using Amazon.Kinesis.Model;

namespace Amazon.Kinesis;

public partial class AmazonKinesisClient
{
    /// <inheritdoc/>
    public virtual Task<CreateStreamResponse> CreateStreamAsync(CreateStreamRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(KinesisOperations.CreateStream, request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DeleteStreamResponse> DeleteStreamAsync(DeleteStreamRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(KinesisOperations.DeleteStream, request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeStreamResponse> DescribeStreamAsync(DescribeStreamRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(KinesisOperations.DescribeStream, request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<DescribeStreamSummaryResponse> DescribeStreamSummaryAsync(DescribeStreamSummaryRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(KinesisOperations.DescribeStreamSummary, request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<GetRecordsResponse> GetRecordsAsync(GetRecordsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(KinesisOperations.GetRecords, request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<GetShardIteratorResponse> GetShardIteratorAsync(GetShardIteratorRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(KinesisOperations.GetShardIterator, request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<ListShardsResponse> ListShardsAsync(ListShardsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(KinesisOperations.ListShards, request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<ListStreamsResponse> ListStreamsAsync(ListStreamsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(KinesisOperations.ListStreams, request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<PutRecordResponse> PutRecordAsync(PutRecordRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(KinesisOperations.PutRecord, request, cancellationToken);

    /// <inheritdoc/>
    public virtual Task<PutRecordsResponse> PutRecordsAsync(PutRecordsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync(KinesisOperations.PutRecords, request, cancellationToken);
}
