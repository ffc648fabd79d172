using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Ingest.EmbeddedKafka.ConfluentClient;

/// <summary>The broker, and what the checks do again and again.</summary>
internal sealed class Session(string broker, string brokerWithoutAutoCreation, string prefix, string settings, string writtenByOthers)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>The setting for brokers that cannot be asked for the requests they serve.</summary>
    private const string TooOldForVersions = "api.version.request=false";

    public string Broker => broker;

    public string BrokerWithoutAutoCreation => brokerWithoutAutoCreation;

    /// <summary>How many records the clients wrote for each other with a codec.</summary>
    public int WrittenByOthers(string codec) => int.Parse(writtenByOthers.Split(',')[codec == "gzip" ? 0 : 1]);

    public string Name(string name) => prefix + name;

    public T With<T>(T config)
        where T : ClientConfig
    {
        config.BootstrapServers ??= broker;
        foreach (var pair in settings.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            config.Set(pair.Split('=')[0], pair.Split('=')[1]);
        }

        return config;
    }

    public IAdminClient Admin() => new AdminClientBuilder(With(new AdminClientConfig())).SetLogHandler((_, _) => { }).Build();

    public IProducer<byte[]?, byte[]?> Producer(Action<ProducerConfig>? configure = null)
    {
        var config = With(new ProducerConfig { Acks = Acks.All, LingerMs = 0, MessageTimeoutMs = 10_000 });
        configure?.Invoke(config);
        return new ProducerBuilder<byte[]?, byte[]?>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
    }

    public IConsumer<byte[]?, byte[]?> Consumer(string group, Action<ConsumerConfig>? configure = null)
    {
        var config = With(new ConsumerConfig
        {
            GroupId = Name(group),
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
            EnablePartitionEof = true,
            SessionTimeoutMs = 6000,
            HeartbeatIntervalMs = 300,
        });
        configure?.Invoke(config);
        return new ConsumerBuilder<byte[]?, byte[]?>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
    }

    /// <summary>Makes a topic; on a broker without admin requests the first produce does it.</summary>
    public async Task<string> TopicAsync(string name, int partitions = 1, params (string Name, string Value)[] configs)
    {
        if (settings.Contains(TooOldForVersions, StringComparison.Ordinal) && configs.Length == 0)
        {
            await ProduceNothingAsync(Name(name)); // without admin requests, and without a controller, for which the client would wait
            return Name(name);
        }

        using var admin = Admin();
        try
        {
            await admin.CreateTopicsAsync([new TopicSpecification
            {
                Name = Name(name), NumPartitions = partitions, ReplicationFactor = 1, Configs = configs.ToDictionary(config => config.Name, config => config.Value),
            }]);
        }
        catch (KafkaException unable) when (unable.Error.Code is ErrorCode.Local_UnsupportedFeature or ErrorCode.Local_TimedOut && configs.Length == 0)
        {
            await ProduceNothingAsync(Name(name));
        }

        return Name(name);
    }

    /// <summary>A server that cannot be asked for a topic makes it when a producer asks about it.</summary>
    private async Task ProduceNothingAsync(string topic)
    {
        using var producer = Producer();
        using var admin = new DependentAdminClientBuilder(producer.Handle).Build();
        for (var i = 0; i < 50 && !IsThere(); i++)
        {
            await Task.Delay(100);
        }

        bool IsThere()
        {
            try
            {
                return !admin.GetMetadata(topic, Patience).Topics[0].Error.IsError;
            }
            catch (KafkaException early) when (early.Error.Code == ErrorCode.Local_BadMsg)
            {
                return false; // which is what the client makes of an answer without brokers, as Kafka 0.9 gives while it makes topics
            }
        }
    }

    /// <summary>Produces values 0 to count - 1 as text.</summary>
    public async Task ProduceAsync(string topic, int count, Action<ProducerConfig>? configure = null, int partition = 0)
    {
        using var producer = Producer(configure);
        await Task.WhenAll(Enumerable.Range(0, count).Select(i => producer.ProduceAsync(new TopicPartition(topic, partition), Record($"{i}"))));
    }

    /// <summary>All records of a partition, from the start.</summary>
    public List<ConsumeResult<byte[]?, byte[]?>> ReadAll(string topic, int partition = 0, Action<ConsumerConfig>? configure = null)
    {
        using var consumer = Consumer("reader", configure);
        consumer.Assign(new TopicPartitionOffset(topic, partition, Offset.Beginning));
        return [.. Read(consumer)];
    }

    /// <summary>Records until the end of a partition.</summary>
    public static IEnumerable<ConsumeResult<byte[]?, byte[]?>> Read(IConsumer<byte[]?, byte[]?> consumer)
    {
        while (true)
        {
            var result = consumer.Consume(Patience) ?? throw new TimeoutException("No record and no end of the partition came.");
            if (result.IsPartitionEOF)
            {
                yield break;
            }

            yield return result;
        }
    }

    /// <summary>Records, however many partitions end before.</summary>
    public static List<ConsumeResult<byte[]?, byte[]?>> Take(IConsumer<byte[]?, byte[]?> consumer, int count)
    {
        var taken = new List<ConsumeResult<byte[]?, byte[]?>>();
        while (taken.Count < count)
        {
            var result = consumer.Consume(Patience) ?? throw new TimeoutException($"Only {taken.Count} of {count} records came.");
            if (!result.IsPartitionEOF)
            {
                taken.Add(result);
            }
        }

        return taken;
    }

    public static Message<byte[]?, byte[]?> Record(string? value, string? key = null) => new()
    {
        Key = key is null ? null : System.Text.Encoding.UTF8.GetBytes(key),
        Value = value is null ? null : System.Text.Encoding.UTF8.GetBytes(value),
    };

    public static string? Text(byte[]? bytes) => bytes is null ? null : System.Text.Encoding.UTF8.GetString(bytes);

    public static void Expect<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new InvalidOperationException($"{what}: expected {expected}, was {actual}");
        }
    }

    public static void ExpectSequence(IEnumerable<string?> expected, IEnumerable<string?> actual, string what) =>
        Expect(string.Join(',', expected.Select(item => item ?? "null")), string.Join(',', actual.Select(item => item ?? "null")), what);
}
