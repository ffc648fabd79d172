namespace Ingest.EmbeddedKafka.Protocol;

/// <summary>What a client may do with a resource, a bit an operation, for those that ask. Nobody is asked who they are, so it is all there is to do, as in a Kafka without authorizer.</summary>
/// <remarks>Source: org.apache.kafka.common.acl.AclOperation for the numbers of the bits, AclEntry.supportedOperations for what belongs to which resource.</remarks>
internal static class AuthorizedOperations
{
    public const int NotAsked = int.MinValue;
    public const int OfGroup = Read | Delete | Describe;
    public const int OfTopic = Read | Write | Create | Delete | Alter | Describe | DescribeConfigs | AlterConfigs;
    public const int OfCluster = Create | Alter | Describe | ClusterAction | DescribeConfigs | AlterConfigs | IdempotentWrite;

    private const int Read = 1 << 3, Write = 1 << 4, Create = 1 << 5, Delete = 1 << 6, Alter = 1 << 7, Describe = 1 << 8;
    private const int ClusterAction = 1 << 9, DescribeConfigs = 1 << 10, AlterConfigs = 1 << 11, IdempotentWrite = 1 << 12;
}
