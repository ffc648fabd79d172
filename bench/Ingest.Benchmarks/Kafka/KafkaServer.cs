using System.Diagnostics;
using System.Globalization;

namespace Ingest.Benchmarks.Kafka;

/// <summary>A Kafka in a process of its own, so that its cost can be told from the load program's.</summary>
internal sealed class KafkaServer : IDisposable
{
    private readonly Process _process;
    private readonly string _directory = Directory.CreateTempSubdirectory("ingest-bench-").FullName;

    public KafkaServer(string kind)
    {
        Kind = kind;
        _process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [ServeKafka.Command, kind, _directory]) { RedirectStandardOutput = true })!;
        while (BootstrapServers.Length == 0)
        {
            var line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"{kind} did not start.");
            BootstrapServers = line.StartsWith(ServeKafka.Ready, StringComparison.Ordinal) ? line[ServeKafka.Ready.Length..] : "";
        }
    }

    public string Kind { get; }

    public string BootstrapServers { get; } = "";

    /// <summary>Processor time used so far, all threads.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Resident memory in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Bytes that the data take on disk, in blocks of the file system.</summary>
    public long DiskBytes
    {
        get
        {
            using var du = Process.Start(new ProcessStartInfo("du", ["-s", "--block-size=1", _directory]) { RedirectStandardOutput = true })!;
            return long.Parse(du.StandardOutput.ReadToEnd().Split('\t')[0], CultureInfo.InvariantCulture);
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
