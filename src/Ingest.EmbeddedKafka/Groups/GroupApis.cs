using Ingest.EmbeddedKafka.Protocol;
using Ingest.EmbeddedKafka.Topics;

namespace Ingest.EmbeddedKafka.Groups;

/// <summary>All requests about groups.</summary>
internal static class GroupApis
{
    public static IEnumerable<KafkaApi> Create(GroupCoordinator groups, TopicCatalog topics, Func<Advertised> broker) =>
    [
        new FindCoordinatorApi(broker),
        new JoinGroupApi(groups),
        new SyncGroupApi(groups),
        new HeartbeatApi(groups),
        new LeaveGroupApi(groups),
        new OffsetCommitApi(groups, topics),
        new OffsetFetchApi(groups),
        new OffsetDeleteApi(groups),
        new DescribeGroupsApi(groups),
        new ListGroupsApi(groups),
        new DeleteGroupsApi(groups),
        new ConsumerGroupHeartbeatApi(),
    ];
}
