namespace Ingest.Benchmarks.Kafka;

/// <summary>What the embedded broker takes when nothing happens, and when a log is read that is larger than memory should be.</summary>
internal sealed class SizeBench(int partitions, int gigabytes)
{
    private const int RecordBytes = 100 << 10;

    public async Task RunAsync()
    {
        using var server = new KafkaServer(ServeKafka.EveryCommit);
        await Topics.CreateAsync(server.BootstrapServers, ("warm", 1));
        _ = ProducerLoad.Run(server.BootstrapServers, "warm", 1, 1024, 100_000);
        var (memory, disk) = await SettledAsync(server);
        await Topics.CreateAsync(server.BootstrapServers, ("idle", partitions));
        var (memoryIdle, diskIdle) = await SettledAsync(server);

        await Topics.CreateAsync(server.BootstrapServers, ("large", 1));
        _ = ProducerLoad.Run(server.BootstrapServers, "large", 1, RecordBytes, (int)(gigabytes * 1_000_000_000L / RecordBytes));
        var (memoryWritten, diskWritten) = await SettledAsync(server);
        var most = memoryWritten;
        var rate = ConsumerLoad.Run(server.BootstrapServers, "large", 1, 1, _ => most = Math.Max(most, server.ResidentBytes));
        var (memoryRead, _) = await SettledAsync(server);

        Report.Head("What the embedded broker takes", $"dotnet run -c Release --project bench/Ingest.Benchmarks -- kafka-size {partitions} {gigabytes}");
        Report.Row("", "resident, MB", "on disk, MB");
        Report.Row("---", "---", "---");
        Report.Row("one topic, 100,000 records of 1 KB produced", Megabytes(memory), Megabytes(disk));
        Report.Row($"{partitions} idle partitions more", Megabytes(memoryIdle), Megabytes(diskIdle));
        Report.Row("a partition's share", Report.Number((memoryIdle - memory) / 1e3 / partitions, 1) + " KB", Report.Number((diskIdle - disk) / 1e3 / partitions, 1) + " KB");
        Report.Row($"{gigabytes} GB more produced, {RecordBytes >> 10} KB a record", Megabytes(memoryWritten), Megabytes(diskWritten));
        Report.Row("the same read from start to end: most while reading", Megabytes(most), "");
        Report.Row("after it", Megabytes(memoryRead), "");
        Console.WriteLine();
        Console.WriteLine($"Reading: {rate * RecordBytes / 1e6:F0} MB/s.");
    }

    /// <summary>Figures of a server that has had time to give back what it took.</summary>
    private static async Task<(long Memory, long Disk)> SettledAsync(KafkaServer server)
    {
        await Task.Delay(TimeSpan.FromSeconds(5));
        return (server.ResidentBytes, server.DiskBytes);
    }

    private static string Megabytes(long bytes) => Report.Number(bytes / 1e6, 1);
}
