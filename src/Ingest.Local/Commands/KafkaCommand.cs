using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Ingest.DurableLog;
using Ingest.EmbeddedKafka;
using Ingest.Local.Stack;

namespace Ingest.Local.Commands;

/// <summary><c>ingest kafka</c>: the embedded Kafka broker alone, until stopped.</summary>
internal static class KafkaCommand
{
    private static readonly ListenOption Listen = new("the broker", 9092);
    private static readonly Option<string> DataDirectory = new("--data-dir") { Description = "Where topics and groups are kept; created when it is not there", HelpName = "DIR", Required = true };
    private static readonly Option<bool> AutoCreate = new("--auto-create") { Description = "Create topics that clients ask for: true or false", DefaultValueFactory = _ => true };
    private static readonly Option<string?> Advertise = new("--advertise") { Description = "What clients are told to connect to, when it is not where the broker listens", HelpName = "HOST:PORT" };
    private static readonly Option<int?> Partitions = NumberOption.Create("--default-partitions", "Partitions of a topic that is created without saying how many", 1, 10_000, "default 1");
    private static readonly Option<string> Flush = new("--flush")
    {
        Description = "When a record is acknowledged: flushed to disk (every-commit), or in the operating system's hands and flushed within a second (interval) or when that sees fit (never)",
        DefaultValueFactory = _ => "every-commit",
    };

    public static Command Create()
    {
        Flush.AcceptOnlyFromAmong("every-commit", "interval", "never");
        var command = new Command("kafka", "Start a Kafka broker for one machine, which keeps what it acknowledged, until Ctrl-C")
        {
            DataDirectory, AutoCreate, Advertise, Partitions, Flush,
        };
        Listen.AddTo(command);
        command.Validators.Add(RefuseWhatDoesNotHold);
        command.SetAction((parsed, cancellation) => RunAsync(Read(parsed), cancellation));
        return command;
    }

    private static void RefuseWhatDoesNotHold(CommandResult command)
    {
        if (command.GetValue(Advertise) is { } advertised && HostAndPort(advertised) is null)
        {
            command.AddError($"--advertise is '{advertised}'; it must be a host and a port, such as kafka.example:9092.");
        }
    }

    private static EmbeddedKafkaOptions Read(ParseResult parsed) => new()
    {
        DataDirectory = Path.GetFullPath(parsed.GetValue(DataDirectory)!),
        Listen = Listen.Read(parsed),
        AutoCreateTopics = parsed.GetValue(AutoCreate),
        Advertise = parsed.GetValue(Advertise) is { } advertised ? HostAndPort(advertised) : null,
        DefaultPartitions = parsed.GetValue(Partitions) ?? 1,
        FlushPolicy = parsed.GetValue(Flush) switch
        {
            "interval" => FlushPolicy.Interval,
            "never" => FlushPolicy.Never,
            _ => FlushPolicy.EveryCommit,
        },
    };

    private static DnsEndPoint? HostAndPort(string text) =>
        text.LastIndexOf(':') is > 0 and var colon && int.TryParse(text[(colon + 1)..], out var port) && port is > 0 and <= 65535
            ? new DnsEndPoint(text[..colon].Trim('[', ']'), port)
            : null;

    private static async Task<int> RunAsync(EmbeddedKafkaOptions options, CancellationToken cancellation)
    {
        using var logs = BrokerLogs.Create("Warning");
        EmbeddedKafkaBroker broker;
        try
        {
            broker = await EmbeddedKafkaBroker.StartAsync(options, logs, cancellation: cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            await Console.Error.WriteLineAsync("Could not start: " + Complaint.Of(failure));
            return 1;
        }

        await using (broker)
        {
            Console.WriteLine($"ready {broker.BootstrapServers}");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        return 0;
    }
}
