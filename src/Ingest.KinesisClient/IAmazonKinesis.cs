using Amazon.Kinesis.Model;
using Amazon.Runtime;

namespace Amazon.Kinesis;

/// <summary>Kinesis Data Streams, API version 2013-12-02. Limits are the service's published defaults.</summary>
/// <remarks>Every operation throws <see cref="AmazonKinesisException"/> or a kind of it when the service refuses.</remarks>
public interface IAmazonKinesis : IAmazonService, IDisposable
{
    /// <summary>Creates a stream; it can be used once it is <c>ACTIVE</c>.</summary>
    Task<CreateStreamResponse> CreateStreamAsync(CreateStreamRequest request, CancellationToken cancellationToken = default);

    /// <summary>Deletes a stream and its records.</summary>
    Task<DeleteStreamResponse> DeleteStreamAsync(DeleteStreamRequest request, CancellationToken cancellationToken = default);

    /// <summary>A stream's state and shards. At most 10 calls per second and account.</summary>
    Task<DescribeStreamResponse> DescribeStreamAsync(DescribeStreamRequest request, CancellationToken cancellationToken = default);

    /// <summary>A stream's state. At most 20 calls per second and account.</summary>
    Task<DescribeStreamSummaryResponse> DescribeStreamSummaryAsync(DescribeStreamSummaryRequest request, CancellationToken cancellationToken = default);

    /// <summary>Reads from an iterator on. At most 5 calls per second and shard.</summary>
    Task<GetRecordsResponse> GetRecordsAsync(GetRecordsRequest request, CancellationToken cancellationToken = default);

    /// <summary>A place in a shard to read from. At most 5 calls per second and shard.</summary>
    Task<GetShardIteratorResponse> GetShardIteratorAsync(GetShardIteratorRequest request, CancellationToken cancellationToken = default);

    /// <summary>A stream's shards. At most 1,000 calls per second and stream.</summary>
    Task<ListShardsResponse> ListShardsAsync(ListShardsRequest request, CancellationToken cancellationToken = default);

    /// <summary>The account's streams in this region. At most 5 calls per second and account.</summary>
    Task<ListStreamsResponse> ListStreamsAsync(ListStreamsRequest request, CancellationToken cancellationToken = default);

    /// <summary>Stores one record.</summary>
    Task<PutRecordResponse> PutRecordAsync(PutRecordRequest request, CancellationToken cancellationToken = default);

    /// <summary>Stores up to 500 records; read the outcome of each, not only that the call succeeded.</summary>
    Task<PutRecordsResponse> PutRecordsAsync(PutRecordsRequest request, CancellationToken cancellationToken = default);

    // Here and not on the client: an interface with open static members could not be a type argument.
    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonKinesisConfig();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        awsCredentials is null
            ? new AmazonKinesisClient((AmazonKinesisConfig)clientConfig)
            : new AmazonKinesisClient(awsCredentials, (AmazonKinesisConfig)clientConfig);
}
