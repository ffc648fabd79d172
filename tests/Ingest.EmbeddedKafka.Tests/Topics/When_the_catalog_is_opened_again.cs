using System.Text;
using Confluent.Kafka;
using Ingest.DurableLog;

namespace Ingest.EmbeddedKafka.Tests.Topics;

public sealed class When_the_catalog_is_opened_again
{
    [Fact]
    public async Task Records_are_not_removed_with_a_catalog_that_was_lost()
    {
        await using var broker = await RunningBroker.StartAsync();
        await ProduceAsync(broker, "a");
        var away = Path.Combine(broker.Folder, "away");
        await broker.Broker.DisposeAsync();
        Directory.Move(Path.Combine(broker.Folder, "catalog"), away);

        var refused = await Assert.ThrowsAsync<DurableLogFormatException>(broker.RestartAsync);

        Assert.Contains("Put the catalog back", refused.Message, StringComparison.Ordinal);
        Directory.Delete(Path.Combine(broker.Folder, "catalog"), recursive: true);
        Directory.Move(away, Path.Combine(broker.Folder, "catalog"));
        await broker.RestartAsync();
        Assert.Equal("a", Assert.Single(ReadAll(broker, "a")));
    }

    [Fact]
    public async Task A_directory_with_records_that_the_catalog_does_not_know_is_left_and_reported()
    {
        await using var broker = await RunningBroker.StartAsync();
        await ProduceAsync(broker, "a");
        var topics = Path.Combine(broker.Folder, "topics");
        var unknown = Path.Combine(topics, $"{Guid.NewGuid():N}");
        await broker.Broker.DisposeAsync();
        Copy(Directory.EnumerateDirectories(topics).Single(), unknown);

        await broker.RestartAsync();

        Assert.True(Directory.Exists(unknown));
        Assert.Contains(broker.Log.Lines, line => line.Contains(unknown, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_deletion_that_was_cut_short_is_finished_with_its_records_and_the_offsets_committed_of_it()
    {
        await using var broker = await RunningBroker.StartAsync();
        await ProduceAsync(broker, "a");
        Commit(broker, "a", 1);
        await broker.Broker.DisposeAsync();
        var topic = Directory.EnumerateDirectories(Path.Combine(broker.Folder, "topics")).Single();
        await using (var catalog = await DurableLog.DurableLog.OpenAsync(Path.Combine(broker.Folder, "catalog"), cancellation: TestContext.Current.CancellationToken))
        {
            var id = Guid.ParseExact(Path.GetFileName(topic), "N");
            await catalog.AppendAsync(Encoding.UTF8.GetBytes($$"""{"event":"topic-deleted","Id":"{{id}}"}"""), TestContext.Current.CancellationToken);
        }

        await broker.RestartAsync();

        Assert.False(Directory.Exists(topic));
        await ProduceAsync(broker, "a");
        using var consumer = Consumer(broker);
        Assert.Equal(Offset.Unset, consumer.Committed([new("a", 0)], TimeSpan.FromSeconds(10)).Single().Offset);
    }

    private static async Task ProduceAsync(RunningBroker broker, string topic)
    {
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = broker.Address }).Build();
        await producer.ProduceAsync(topic, new Message<Null, string> { Value = topic }, TestContext.Current.CancellationToken);
    }

    private static void Commit(RunningBroker broker, string topic, long offset)
    {
        using var consumer = Consumer(broker);
        consumer.Commit([new TopicPartitionOffset(topic, 0, offset)]);
    }

    private static List<string> ReadAll(RunningBroker broker, string topic)
    {
        using var consumer = Consumer(broker);
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        var end = consumer.QueryWatermarkOffsets(new(topic, 0), TimeSpan.FromSeconds(10)).High.Value;
        return [.. Enumerable.Range(0, (int)end).Select(_ => consumer.Consume(TimeSpan.FromSeconds(10)).Message.Value)];
    }

    private static IConsumer<Ignore, string> Consumer(RunningBroker broker) =>
        new ConsumerBuilder<Ignore, string>(new ConsumerConfig { BootstrapServers = broker.Address, GroupId = "g" }).Build();

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
