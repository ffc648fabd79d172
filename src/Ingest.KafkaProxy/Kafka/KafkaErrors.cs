using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.Kafka;

/// <summary>Sorts Kafka's errors by what the caller can do, into REST Proxy's codes.</summary>
/// <remarks>Retriability follows the class of each error in Apache Kafka's <c>Errors</c>, and librdkafka's own errors by their meaning.</remarks>
internal static class KafkaErrors
{
    /// <summary>The client of this proxy, or the proxy itself, is not who it says.</summary>
    public const int Authentication = 40101;

    /// <summary>Not allowed.</summary>
    public const int Authorization = 40301;

    /// <summary>The same request will fail again.</summary>
    public const int Permanent = 50002;

    /// <summary>The same request may succeed later.</summary>
    public const int Retriable = 50003;

    /// <summary>REST Proxy's code for an error that kept a record from being stored.</summary>
    public static int CodeOf(ErrorCode error) => error switch
    {
        ErrorCode.SaslAuthenticationFailed or
        ErrorCode.Local_Authentication or
        ErrorCode.UnsupportedSaslMechanism => Authentication,

        ErrorCode.TopicAuthorizationFailed or
        ErrorCode.ClusterAuthorizationFailed or
        ErrorCode.GroupAuthorizationFailed or
        ErrorCode.TransactionalIdAuthorizationFailed => Authorization,

        _ => IsRetriable(error) ? Retriable : Permanent,
    };

    /// <summary>The answer to a request that failed as a whole, such as one for metadata.</summary>
    public static RestError ToRestError(Error error) => error.Code switch
    {
        ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic => RestError.TopicNotFound,
        ErrorCode.TopicAlreadyExists or
        ErrorCode.InvalidPartitions or
        ErrorCode.InvalidReplicationFactor or
        ErrorCode.InvalidReplicaAssignment or
        ErrorCode.InvalidConfig or
        ErrorCode.InvalidRequest or
        ErrorCode.TopicException or
        ErrorCode.PolicyViolation or
        ErrorCode.SecurityDisabled or
        ErrorCode.UnsupportedVersion or
        ErrorCode.Local_InvalidArg or
        ErrorCode.Local_UnsupportedFeature => new(400, 40002, error.Reason),
        ErrorCode.GroupIdNotFound or ErrorCode.InvalidGroupId => new(404, 40405, error.Reason),
        ErrorCode.LeaderNotAvailable => new(404, 40404, error.Reason),
        ErrorCode.Local_Transport or
        ErrorCode.Local_AllBrokersDown or
        ErrorCode.Local_TimedOut or
        ErrorCode.Local_Resolve or
        ErrorCode.BrokerNotAvailable => new(503, 50302, $"The broker is not available: {error.Reason}", RetryAfterSeconds: 1),
        _ => CodeOf(error.Code) switch
        {
            Authentication => new(401, Authentication, error.Reason),
            Authorization => new(403, Authorization, error.Reason),
            var code => new(500, code, error.Reason),
        },
    };

    /// <summary>The error behind an exception of the admin client, which tells of one topic or setting at a time.</summary>
    public static Error Of(KafkaException failure) => failure switch
    {
        CreateTopicsException topics => topics.Results.First(result => result.Error.IsError).Error,
        DeleteTopicsException topics => topics.Results.First(result => result.Error.IsError).Error,
        CreatePartitionsException topics => topics.Results.First(result => result.Error.IsError).Error,
        DescribeConfigsException configs => configs.Results.First(result => result.Error.IsError).Error,
        IncrementalAlterConfigsException configs => configs.Results.First(result => result.Error.IsError).Error,
        DescribeConsumerGroupsException groups => groups.Results.ConsumerGroupDescriptions.First(group => group.Error.IsError).Error,
        ListConsumerGroupOffsetsException groups => groups.Results.First(group => group.Error.IsError).Error,
        CreateAclsException acls => acls.Results.First(result => result.Error.IsError).Error,
        DeleteAclsException acls => acls.Results.First(result => result.Error.IsError).Error,
        ListOffsetsException offsets => offsets.Result.ResultInfos.First(info => info.TopicPartitionOffsetError.Error.IsError).TopicPartitionOffsetError.Error,
        _ => failure.Error,
    };

    private static bool IsRetriable(ErrorCode error) => error is
        ErrorCode.Local_AllBrokersDown or
        ErrorCode.Local_DestroyBroker or
        ErrorCode.Local_Destroy or
        ErrorCode.Local_Fatal or // of this producer, not of the record
        ErrorCode.Local_IsrInsuff or
        ErrorCode.Local_MsgTimedOut or
        ErrorCode.Local_PurgeInflight or
        ErrorCode.Local_PurgeQueue or
        ErrorCode.Local_QueueFull or
        ErrorCode.Local_Resolve or
        ErrorCode.Local_Retry or
        ErrorCode.Local_Ssl or
        ErrorCode.Local_TimedOut or
        ErrorCode.Local_TimedOutQueue or
        ErrorCode.Local_Transport or
        ErrorCode.Local_UnknownTopic or // it may be made later
        ErrorCode.BrokerNotAvailable or
        ErrorCode.ConcurrentTransactions or
        ErrorCode.DuplicateSequenceNumber or
        ErrorCode.FencedLeaderEpoch or
        ErrorCode.GroupCoordinatorNotAvailable or
        ErrorCode.GroupLoadInProgress or
        ErrorCode.InvalidMsg or // CORRUPT_MESSAGE: the bytes changed on their way
        ErrorCode.InvalidProducerEpoch or
        ErrorCode.InvalidProducerIdMapping or
        ErrorCode.KafkaStorageError or
        ErrorCode.LeaderNotAvailable or
        ErrorCode.NetworkException or
        ErrorCode.NotCoordinatorForGroup or
        ErrorCode.NotEnoughReplicas or
        ErrorCode.NotEnoughReplicasAfterAppend or
        ErrorCode.NotLeaderForPartition or
        ErrorCode.OutOfOrderSequenceNumber or
        ErrorCode.ReplicaNotAvailable or
        ErrorCode.RequestTimedOut or
        ErrorCode.ThrottlingQuotaExceeded or
        ErrorCode.UnknownLeaderEpoch or
        ErrorCode.UnknownProducerId or
        ErrorCode.UnknownTopicId or
        ErrorCode.UnknownTopicOrPart;
}
