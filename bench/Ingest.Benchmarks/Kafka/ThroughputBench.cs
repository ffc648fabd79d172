namespace Ingest.Benchmarks.Kafka;

/// <summary>The embedded broker beside librdkafka's mock cluster, which has no disk: producing, consuming, and the cost of partitions.</summary>
internal sealed class ThroughputBench(int rounds, int megabytes)
{
    private const int WarmingLoads = 6;
    private static readonly int[] RecordBytes = [200, 1024];

    private readonly Dictionary<(string Kind, string Load), List<double>> _rates = [];
    private readonly Dictionary<(string Kind, string Load), List<double>> _microseconds = [];

    public void Run()
    {
        string[] kinds = [ServeKafka.Mock, ServeKafka.EveryCommit, ServeKafka.Interval];
        for (var round = 0; round < rounds; round++)
        {
            // Each round begins with another candidate, so that none always meets the cold or the tired machine.
            foreach (var kind in kinds.Skip(round % kinds.Length).Concat(kinds.Take(round % kinds.Length)))
            {
                using var server = new KafkaServer(kind);
                Measure(server);
            }
        }

        Print(kinds);
    }

    private void Measure(KafkaServer server)
    {
        // A load lasts about a second: without these, half of it would be the just-in-time compiler's.
        for (var load = 0; load < WarmingLoads; load++)
        {
            _ = ProducerLoad.Run(server.BootstrapServers, Topics.Of(12), 12, 1024, megabytes * 1_000_000 / 1024);
        }

        foreach (var bytes in RecordBytes)
        {
            foreach (var partitions in Topics.Partitions)
            {
                var records = megabytes * 1_000_000 / bytes;
                Time(server, Produce(bytes, partitions), records, () => ProducerLoad.Run(server.BootstrapServers, Topics.Of(partitions), partitions, bytes, records));
            }
        }

        const int Held = 40_000; // 40 MB in 12 partitions, which the mock cluster keeps
        const int Passes = 20;
        _ = ProducerLoad.Run(server.BootstrapServers, Topics.Read, Topics.ReadPartitions, 1024, Held);
        _ = ConsumerLoad.Run(server.BootstrapServers, Topics.Read, Topics.ReadPartitions, Passes);
        Time(server, Consume, Held * Passes, () => ConsumerLoad.Run(server.BootstrapServers, Topics.Read, Topics.ReadPartitions, Passes));
    }

    private const string Consume = "consume 1024 B, 12 partitions";

    private static string Produce(int bytes, int partitions) => $"produce {bytes} B, {partitions} active partition{(partitions == 1 ? "" : "s")}";

    private void Time(KafkaServer server, string load, int records, Func<double> run)
    {
        var before = server.ProcessorTime;
        var rate = run();
        Add(_rates, rate);
        Add(_microseconds, (server.ProcessorTime - before).TotalMicroseconds / records);
        Console.Error.WriteLine($"{server.Kind}: {load}: {rate:F0}/s");

        void Add(Dictionary<(string, string), List<double>> figures, double figure)
        {
            if (!figures.TryGetValue((server.Kind, load), out var list))
            {
                figures[(server.Kind, load)] = list = [];
            }

            list.Add(figure);
        }
    }

    private void Print(string[] kinds)
    {
        Report.Head("The embedded broker beside librdkafka's mock cluster", $"dotnet run -c Release --project bench/Ingest.Benchmarks -- kafka {rounds} {megabytes}");
        Console.WriteLine($"One Confluent.Kafka client (acks=all, linger 5 ms) and one server process on the same machine; {megabytes} MB a load, {rounds} interleaved");
        Console.WriteLine($"rounds, medians, in brackets the lowest and highest; before a server is measured it takes {WarmingLoads} such loads. The mock cluster has");
        Console.WriteLine("no disk. µs: the server's processor time a record.");
        Console.WriteLine();
        Report.Row(["load", .. kinds.SelectMany(kind => new[] { kind + ", records/s", "to the mock's", "µs" })]);
        Report.Row(Enumerable.Repeat("---", 1 + (3 * kinds.Length)));
        foreach (var load in _rates.Keys.Select(key => key.Load).Distinct())
        {
            var mock = Report.Median(_rates[(ServeKafka.Mock, load)]);
            Report.Row([load, .. kinds.SelectMany(kind => new[]
            {
                Report.Rate(_rates[(kind, load)]),
                Report.Number(Report.Median(_rates[(kind, load)]) / mock, 2),
                Report.Number(Report.Median(_microseconds[(kind, load)]), 2),
            })]);
        }
    }
}
