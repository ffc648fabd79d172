using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Ingest.Local.Kafka;

/// <summary>librdkafka's mock cluster: real Kafka protocol on loopback ports of its own choosing, kept in memory only.</summary>
/// <remarks>
/// It forgets everything when disposed, keeps about 5 MiB a partition and drops the oldest beyond that. Topics are made on
/// first use with four partitions. Functions and their meaning: librdkafka's <c>rdkafka_mock.h</c>.
/// </remarks>
internal sealed partial class MockKafka : IDisposable
{
    private const string Library = "ingest-librdkafka";

    /// <summary>One binary per libc and OpenSSL; the first needs libsasl2.so.3 and does not load everywhere.</summary>
    private static readonly string[] Binaries = ["librdkafka", "centos8-librdkafka", "alpine-librdkafka"];

    private nint _client;
    private nint _cluster;

    static MockKafka() => NativeLibrary.SetDllImportResolver(typeof(MockKafka).Assembly, Resolve);

    /// <summary>Starts a cluster.</summary>
    /// <param name="brokers">How many brokers, 1 or more.</param>
    public MockKafka(int brokers = 1)
    {
        _ = Confluent.Kafka.Library.Version; // loads librdkafka the wrapper's way, so that both use one copy
        var configuration = ConfNew();
        _ = ConfSet(configuration, "log_level", "4", 0, 0); // warnings; it would advise us to configure the brokers it is
        _client = New(0, configuration, 0, 0);
        _cluster = ClusterNew(_client, brokers);
        if (_client == 0 || _cluster == 0)
        {
            throw new InvalidOperationException("librdkafka's mock cluster did not start.");
        }

        GroupInitialRebalanceDelay(_cluster, 0);
        Check(SetController(_cluster, 1)); // without one, a client's questions to the controller wait until they time out
        BootstrapServers = Marshal.PtrToStringUTF8(Bootstraps(_cluster))!;
    }

    /// <summary>The brokers' addresses, <c>host:port</c> separated by commas.</summary>
    public string BootstrapServers { get; }

    /// <summary>Makes a topic with a number of partitions of its own.</summary>
    public void CreateTopic(string topic, int partitions)
    {
        var error = TopicCreate(_cluster, topic, partitions, 1);
        if (error != 0)
        {
            throw new KafkaException((ErrorCode)error);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_cluster != 0)
        {
            ClusterDestroy(_cluster);
            Destroy(_client);
            _cluster = _client = 0;
        }
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library)
        {
            return 0;
        }

        foreach (var binary in Binaries)
        {
            if (NativeLibrary.TryLoad(binary, typeof(Confluent.Kafka.Library).Assembly, path, out var handle) ||
                NativeLibrary.TryLoad(Path.Combine(AppContext.BaseDirectory, "runtimes", RuntimeInformation.RuntimeIdentifier, "native", binary + ".so"), out handle))
            {
                return handle;
            }
        }

        throw new DllNotFoundException($"None of {string.Join(", ", Binaries)} could be loaded.");
    }

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_new")]
    private static partial nint ConfNew();

    [LibraryImport(Library, EntryPoint = "rd_kafka_conf_set", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ConfSet(nint configuration, string name, string value, nint errorText, nint errorTextSize);

    [LibraryImport(Library, EntryPoint = "rd_kafka_new")]
    private static partial nint New(int type, nint conf, nint errorText, nint errorTextSize);

    [LibraryImport(Library, EntryPoint = "rd_kafka_destroy")]
    private static partial void Destroy(nint client);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_new")]
    private static partial nint ClusterNew(nint client, int brokers);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_destroy")]
    private static partial void ClusterDestroy(nint cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_cluster_bootstraps")]
    private static partial nint Bootstraps(nint cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_topic_create", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int TopicCreate(nint cluster, string topic, int partitions, int replication);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_group_initial_rebalance_delay_ms")]
    private static partial void GroupInitialRebalanceDelay(nint cluster, int milliseconds);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_set_controller_id")]
    private static partial int SetController(nint cluster, int broker);
}
