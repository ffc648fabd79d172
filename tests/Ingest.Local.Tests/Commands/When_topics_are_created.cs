using Confluent.Kafka;
using Ingest.Local.Kafka;
using Ingest.Testing.Kafka;

namespace Ingest.Local.Tests.Commands;

/// <summary>
/// No Kafka could be had here that creates topics on request: librdkafka's mock cluster and Kafka 0.9 do not. So the real client
/// talks to a stand-in that reads its requests; what a real cluster makes of them is not seen.
/// </summary>
public sealed class When_topics_are_created
{
    [Fact]
    public async Task Each_is_asked_for_as_typed()
    {
        await using var kafka = new StandInBroker(tls: false);

        var typed = await CreateAsync(kafka, "a.b", "c", "a.b", "--partitions", "3", "--replication-factor", "2", "--config", "retention.ms=60000", "--config", "x=y=z");

        Assert.Equal(new(0, "created  a.b\ncreated  c", ""), typed);
        Assert.Equal(["a.b", "c"], kafka.Created.Select(topic => topic.Name));
        Assert.All(kafka.Created, topic =>
        {
            Assert.Equal((3, 2), (topic.Partitions, topic.ReplicationFactor));
            Assert.Equal(new Dictionary<string, string?> { ["retention.ms"] = "60000", ["x"] = "y=z" }, topic.Config);
        });
    }

    [Fact]
    public async Task What_is_not_typed_is_left_to_the_cluster()
    {
        await using var kafka = new StandInBroker(tls: false);

        Assert.Equal(new(0, "created  u.pin\ncreated  u.geo\ncreated  u.user", ""), await CreateAsync(kafka, "--user-id", "u"));

        Assert.All(kafka.Created, topic => Assert.Equal((-1, -1, 0), (topic.Partitions, topic.ReplicationFactor, topic.Config.Count)));
    }

    [Fact]
    public async Task One_that_is_refused_is_named_and_keeps_no_other_from_being_created()
    {
        await using var kafka = new StandInBroker(tls: false)
        {
            CreateError = topic => topic.Name == "bad" ? new Error(ErrorCode.PolicyViolation, "at most 3 partitions here") : null,
        };

        Assert.Equal(new(1, "created  good\ncreated  better", "refused  bad: at most 3 partitions here"), await CreateAsync(kafka, "good", "bad", "better"));
    }

    [Theory]
    [InlineData(1, "created  new", "refused  old: Topic 'old' already exists.")]
    [InlineData(0, "exists   old\ncreated  new", "", "--if-not-exists")]
    public async Task One_that_exists_is_refused_unless_that_is_as_good(int code, string output, string errors, params string[] more)
    {
        await using var kafka = new StandInBroker(tls: false)
        {
            CreateError = topic => topic.Name == "old" ? new Error(ErrorCode.TopicAlreadyExists, "Topic 'old' already exists.") : null,
        };

        Assert.Equal(new(code, output, errors), await CreateAsync(kafka, ["old", "new", .. more]));
    }

    [Fact]
    public async Task A_cluster_that_creates_none_on_request_is_said_to()
    {
        await using var old = new StandInBroker(tls: false) { CreatesTopics = false };
        using var mock = new MockKafka();

        foreach (var address in new[] { old.Address, mock.BootstrapServers })
        {
            var typed = await Typed.RunAsync("topics", "create", "t", "--bootstrap", address, "--timeout", "5");

            Assert.Equal((1, ""), (typed.ExitCode, typed.Output));
            Assert.StartsWith($"Kafka at {address} creates no topics on request.", typed.Errors, StringComparison.Ordinal);
            Assert.Equal(new(0, "", "There are none."), await Typed.RunAsync("topics", "list", "--bootstrap", address));
        }
    }

    private static Task<Typed> CreateAsync(StandInBroker kafka, params string[] line) =>
        Typed.RunAsync(["topics", "create", .. line, "--bootstrap", kafka.Address, "--kafka-config", "broker.address.family=v4"]);
}
