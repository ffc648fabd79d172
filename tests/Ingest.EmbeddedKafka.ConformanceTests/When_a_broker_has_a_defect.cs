using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.ConformanceTests;

/// <summary>The checks are worth something only if they fail when the broker does: each planted defect must be noticed by the check that is there for it.</summary>
public sealed class When_a_broker_has_a_defect
{
    [Fact]
    public Task A_lost_batch_is_noticed() =>
        NoticedAsync(ApiKey.Produce, DefectiveApi.LoseBatch, "confluent-at-offset", "what was acknowledged is at its offset");

    [Fact]
    public Task A_doubled_batch_is_noticed() =>
        NoticedAsync(ApiKey.Produce, DefectiveApi.DoubleBatch, "confluent-at-offset", "what was acknowledged is at its offset");

    [Fact]
    public Task A_wrong_offset_is_noticed() =>
        NoticedAsync(ApiKey.Produce, DefectiveApi.AnswerWrongOffset, "confluent-at-offset", "what was acknowledged is at its offset");

    [Fact]
    public Task A_stale_commit_is_noticed() =>
        NoticedAsync(ApiKey.OffsetCommit, DefectiveApi.KeepStaleCommit, "confluent-resume", "a group goes on where it committed");

    [Fact]
    public Task A_bad_checksum_that_is_accepted_is_noticed() =>
        NoticedAsync(ApiKey.Produce, DefectiveApi.AcceptBadChecksum, "confluent-corrupt", "a batch whose checksum does not hold");

    private static async Task NoticedAsync(
        ApiKey key, Func<KafkaApi, KafkaRequest, KafkaWriter, string, ValueTask<Task>> defect, string topic, string check)
    {
        await using var sound = await Brokers.StartAsync();
        await using var defective = await Brokers.StartAsync(api => api.Key == key ? new DefectiveApi(api, topic, defect) : api);
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = defective.For("confluent").Broker }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = new string('x', topic.Length), NumPartitions = 3 }]); // where lost batches go

        var outcomes = await Task.WhenAll(ClientProcess.ConfluentAsync(sound.For("confluent"), check), ClientProcess.ConfluentAsync(defective.For("confluent"), check));

        Assert.All(outcomes[0], outcome => Assert.True(Checks.Holds("Confluent.Kafka", outcome.Check, outcome.Result), outcome.Detail));
        Assert.All(outcomes[1], outcome => Assert.False(Checks.Holds("Confluent.Kafka", outcome.Check, outcome.Result), $"{outcome.Check} did not notice it"));
    }
}
