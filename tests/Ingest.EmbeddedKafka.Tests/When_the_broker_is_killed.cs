using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Ingest.Testing;

namespace Ingest.EmbeddedKafka.Tests;

/// <summary>kill -9 of the broker under load of an idempotent producer, which goes on with the next one on the same folder and port.</summary>
public sealed class When_the_broker_is_killed
{
    private const int Partitions = 3;
    private const string Topic = "t";

    [Fact]
    public Task Acknowledged_records_are_there_once_in_order_and_at_their_offsets() => KillAndCompareAsync(rounds: 2);

    [Fact]
    [Trait("Long", "kafka-kills")]
    public Task Acknowledged_records_are_there_once_in_order_and_at_their_offsets_after_twenty_kills() => KillAndCompareAsync(rounds: 20);

    private static async Task KillAndCompareAsync(int rounds)
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var directory = new TemporaryDirectory();
        var broker = await BrokerProcess.StartAsync(directory.Path);
        var port = int.Parse(broker.Address.Split(':')[1], CultureInfo.InvariantCulture);
        await CreateTopicAsync(broker.Address);
        using var load = new Load(broker.Address);
        long committed = 0;
        for (var round = 0; round < rounds; round++)
        {
            var before = load.Acknowledged.Count;
            await Eventually.IsTrueAsync(() => Task.FromResult(load.Acknowledged.Count > before + 2000), "records acknowledged", TimeSpan.FromSeconds(60));
            committed = await ResumeAsync(broker.Address, committed);
            await Task.Delay(random.Next(50), TestContext.Current.CancellationToken); // anywhere in a commit
            broker.Kill();
            broker.Dispose();
            broker = await BrokerProcess.StartAsync(directory.Path, port);
        }

        load.Stop();
        Assert.Empty(load.Failures);
        Assert.Equal(committed, await ResumeAsync(broker.Address, committed, read: 0));
        Compare(load, broker.Address);
        broker.Dispose();
    }

    /// <summary>A group reads on from where it committed, in partition 0, and commits again.</summary>
    /// <returns>The offset it has committed.</returns>
    private static async Task<long> ResumeAsync(string address, long expected, int read = 100)
    {
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig { BootstrapServers = address, GroupId = "g", EnableAutoCommit = false, AutoOffsetReset = AutoOffsetReset.Earliest }).Build();
        var partition = new TopicPartition(Topic, 0);
        var committed = await Task.Run(() => consumer.Committed([partition], TimeSpan.FromSeconds(20))[0].Offset);
        Assert.Equal(expected, committed == Offset.Unset ? 0 : committed.Value);
        if (read > 0)
        {
            consumer.Assign(new TopicPartitionOffset(partition, committed == Offset.Unset ? 0 : committed));
            for (var i = 0; i < read; i++)
            {
                Assert.Equal(expected + i, (await Task.Run(() => consumer.Consume(TimeSpan.FromSeconds(20))))!.Offset.Value);
            }

            consumer.Commit([new TopicPartitionOffset(partition, expected + read)]);
        }

        return expected + read;
    }

    private static void Compare(Load load, string address)
    {
        for (var partition = 0; partition < Partitions; partition++)
        {
            var stored = ReadAll(address, partition);
            var values = stored.Values.ToArray();

            Assert.Equal(values.Length, values.Distinct().Count());
            Assert.Equal(values.Order(), values);
            Assert.All(load.Acknowledged.Where(record => record.Partition == partition), record => Assert.Equal(record.Value, stored.GetValueOrDefault(record.Offset, -1)));
        }
    }

    private static SortedDictionary<long, long> ReadAll(string address, int partition)
    {
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig { BootstrapServers = address, GroupId = "reader", EnablePartitionEof = true }).Build();
        consumer.Assign(new TopicPartitionOffset(Topic, partition, Offset.Beginning));
        var stored = new SortedDictionary<long, long>();
        while (consumer.Consume(TimeSpan.FromSeconds(20)) is { IsPartitionEOF: false } record)
        {
            stored.Add(record.Offset.Value, long.Parse(record.Message.Value, CultureInfo.InvariantCulture));
        }

        return stored;
    }

    private static async Task CreateTopicAsync(string address)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = address }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = Topic, NumPartitions = Partitions }]);
    }

    /// <summary>An idempotent producer that sends rising numbers to each partition as fast as they are acknowledged.</summary>
    private sealed class Load : IDisposable
    {
        private readonly IProducer<Null, byte[]> _producer;
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _sending;

        public Load(string address)
        {
            _producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig
            {
                BootstrapServers = address, EnableIdempotence = true, LingerMs = 1, BatchNumMessages = 100, QueueBufferingMaxMessages = 2000, ReconnectBackoffMaxMs = 200,
            }).SetLogHandler((_, _) => { }).SetErrorHandler((_, error) => { if (error.IsFatal) { Failures.Enqueue(error); } }).Build();
            _sending = Task.Run(Send);
        }

        public ConcurrentQueue<(int Partition, long Offset, long Value)> Acknowledged { get; } = [];

        public ConcurrentQueue<Error> Failures { get; } = [];

        public void Stop()
        {
            _stop.Cancel();
            _sending.Wait();
            Assert.Equal(0, _producer.Flush(TimeSpan.FromSeconds(60)));
        }

        public void Dispose()
        {
            _stop.Cancel();
            _producer.Dispose();
            _stop.Dispose();
        }

        private void Send()
        {
            for (long i = 0; !_stop.IsCancellationRequested; i++)
            {
                var (partition, value) = ((int)(i % Partitions), i);
                try
                {
                    _producer.Produce(new TopicPartition(Topic, partition), new Message<Null, byte[]> { Value = Encoding.ASCII.GetBytes($"{value}") }, report =>
                    {
                        if (report.Error.IsError)
                        {
                            Failures.Enqueue(report.Error);
                        }
                        else
                        {
                            Acknowledged.Enqueue((partition, report.Offset.Value, value));
                        }
                    });
                }
                catch (ProduceException<Null, byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
                {
                    _producer.Poll(TimeSpan.FromMilliseconds(5));
                    i--;
                }
            }
        }
    }
}
