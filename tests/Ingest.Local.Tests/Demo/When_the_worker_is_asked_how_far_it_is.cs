using System.Text.Json;
using Ingest.Emulator;
using Ingest.Local.Demo;

namespace Ingest.Local.Tests.Demo;

public sealed class When_the_worker_is_asked_how_far_it_is
{
    private const string Answer = """
        {"pipeline":"pinterest",
         "batch":{"run":3,"sources":{"pin":{"topic":"demo.pin","rows":8,"rejected":0,"partitions":[{"partition":1,"firstOffset":2,"records":5,"nextOffset":7}]}}},
         "stream":{"sources":{"pin":{"stream":"streaming-demo-pin","table":"demo_pin_table","rows":9,"rejected":0,
           "shards":[{"shardId":"shardId-000000000000","sequenceNumber":"100000000000000000000000000000000","batch":2,"drained":false,"stopped":null},
                     {"shardId":"shardId-000000000001","sequenceNumber":null,"batch":0,"drained":false,"stopped":null}]}}}}
        """;

    [Theory]
    [InlineData("demo.pin", 1, 6, true)]
    [InlineData("demo.pin", 1, 7, false)]
    [InlineData("demo.pin", 0, 0, false)]
    [InlineData("other.pin", 1, 0, false)]
    public void An_offset_is_in_below_its_partitions_next_offset(string topic, int partition, long offset, bool isIn) =>
        Assert.Equal(isIn, Missing(topics: [new TopicPosition(topic, partition, offset)]).Count == 0);

    [Theory]
    [InlineData("shardId-000000000000", "100000000000000000000000000000000", true)]
    [InlineData("shardId-000000000000", "99999999999999999999999999999999", true)]
    [InlineData("shardId-000000000000", "100000000000000000000000000000001", false)]
    [InlineData("shardId-000000000001", "1", false)]
    [InlineData("shardId-000000000002", "1", false)]
    public void A_sequence_number_is_in_up_to_its_shards_one_compared_as_a_number(string shard, string sequenceNumber, bool isIn) =>
        Assert.Equal(isIn, Missing(streams: [new StreamPosition("streaming-demo-pin", shard, sequenceNumber)]).Count == 0);

    private static IReadOnlyList<string> Missing(TopicPosition[]? topics = null, StreamPosition[]? streams = null)
    {
        var progress = JsonSerializer.Deserialize<WorkerProgress>(Answer, JsonSerializerOptions.Web)!;
        Assert.Equal(9, progress.StreamRows["pin"]);
        return progress.Missing(new EmulatorReport
        {
            End = EmulatorEnd.Completed,
            EndReason = null,
            Events = 1,
            Duration = TimeSpan.FromSeconds(1),
            LateMax = TimeSpan.Zero,
            Retries = 0,
            Counts = [],
            Failures = [],
            TopicPositions = topics ?? [],
            StreamPositions = streams ?? [],
        });
    }
}
