namespace Ingest.EmbeddedKafka.ConformanceTests;

/// <summary>What every client is asked to do, and what is to come of it.</summary>
internal static class Checks
{
    public const string Pass = "pass";
    public const string NoSuchCall = "no such call";

    /// <summary>The checks in the order of the table, each with what is to be observed.</summary>
    public static IReadOnlyDictionary<string, string> Expected { get; } = new Dictionary<string, string>
    {
        ["produce, acks all: offsets from 0 on"] = Pass,
        ["produce, acks 1: offsets from 0 on"] = Pass,
        ["produce, acks 0: the record arrives"] = Pass,
        ["what was acknowledged is at its offset"] = Pass,
        ["idempotent producer: in order, none twice"] = Pass,
        ["null and empty keys and values"] = Pass,
        ["headers: empty, null and of one name twice"] = Pass,
        ["timestamps of the producer"] = Pass,
        ["timestamps of the broker"] = Pass,
        ["gzip"] = Pass,
        ["snappy"] = Pass,
        ["lz4"] = Pass,
        ["zstd"] = Pass,
        ["reads what others wrote with gzip"] = Pass,
        ["reads what others wrote with snappy"] = Pass,
        ["reads what others wrote with lz4"] = Pass,
        ["reads what others wrote with zstd"] = Pass,
        ["a record of 900 KB"] = Pass,
        ["10,000 records in order"] = Pass,
        ["a topic is created by producing to it"] = Pass,
        ["seek"] = Pass,
        ["offset reset: earliest"] = Pass,
        ["offset reset: latest"] = Pass,
        ["earliest and latest offset"] = Pass,
        ["offset of a time"] = Pass,
        ["offset of the largest timestamp"] = Pass,
        ["a waiting consumer gets a record at once"] = Pass,
        ["a group goes on where it committed"] = Pass,
        ["two members share the partitions"] = Pass,
        ["two members share them cooperatively"] = Pass,
        ["a member that leaves gives its partitions back"] = Pass,
        ["a static member comes back without a rebalance"] = Pass,
        ["groups are listed"] = Pass,
        ["a group is described"] = Pass,
        ["a group is deleted"] = Pass,
        ["committed offsets are listed and altered"] = Pass,
        ["committed offsets are deleted"] = Pass,
        ["a topic is created"] = Pass,
        ["topics are listed"] = Pass,
        ["a topic is described"] = Pass,
        ["partitions are added"] = Pass,
        ["a topic is deleted, and starts anew"] = Pass,
        ["settings of a topic are described"] = Pass,
        ["settings of a topic are altered"] = Pass,
        ["settings of the broker are described"] = Pass,
        ["the cluster is described"] = Pass,
        ["a topic is not created twice"] = "refused TOPIC_ALREADY_EXISTS",
        ["a setting that does not hold"] = "refused INVALID_CONFIG",
        ["a replication factor of 2"] = "refused INVALID_REPLICATION_FACTOR",
        ["a topic name that does not hold"] = "refused INVALID_TOPIC",
        ["a topic that is not there, and is not created"] = "refused UNKNOWN_TOPIC_OR_PARTITION",
        ["an offset beyond the end"] = "refused OFFSET_OUT_OF_RANGE",
        ["a record larger than max.message.bytes"] = "refused MESSAGE_TOO_LARGE",
        ["a record without a key in a compacted topic"] = "refused INVALID_RECORD",
        ["a batch whose checksum does not hold"] = "refused CORRUPT_MESSAGE",
        ["a group in use is not deleted"] = "refused NON_EMPTY_GROUP",
        ["transactions"] = "refused TRANSACTIONAL_ID_AUTHORIZATION_FAILED",
        ["access control lists"] = "refused UNSUPPORTED_VERSION",
        ["the new group protocol (KIP-848)"] = "refused UNSUPPORTED_VERSION",
        ["deleting records"] = "refused UNSUPPORTED_VERSION",
    };

    /// <summary>What a client makes of an answer that it has no name for, or hides.</summary>
    private static readonly Dictionary<(string Client, string Check), string> OwnWords = new()
    {
        [("python3-kafka", "a record without a key in a compacted topic")] = "refused UNKNOWN",
        [("kafkajs", "transactions")] = "refused GROUP_COORDINATOR_NOT_FOUND",
        [("kafkajs", "a topic is not created twice")] = NoSuchCall,
    };

    public static bool Holds(string client, string check, string outcome) =>
        outcome == NoSuchCall || outcome == OwnWords.GetValueOrDefault((client, check), Expected[check]);
}
