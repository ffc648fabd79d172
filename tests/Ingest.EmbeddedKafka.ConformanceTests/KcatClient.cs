using System.Collections.Concurrent;
using System.Diagnostics;
using Ingest.Testing;
using static Ingest.EmbeddedKafka.ConformanceTests.Checks;

namespace Ingest.EmbeddedKafka.ConformanceTests;

/// <summary>The checks that can be done with kcat's command line, a process a call.</summary>
internal sealed partial class KcatClient(Target target)
{
    /// <summary>What kcat says, which is librdkafka's text for an error code.</summary>
    private static readonly Dictionary<string, string> Codes = new()
    {
        ["Unknown topic or partition"] = "UNKNOWN_TOPIC_OR_PARTITION",
        ["Message size too large"] = "MESSAGE_TOO_LARGE",
        ["Broker failed to validate record"] = "INVALID_RECORD",
        ["Offset out of range"] = "OFFSET_OUT_OF_RANGE",
        ["Invalid topic"] = "INVALID_TOPIC",
    };

    /// <summary>Topics that kcat has no call to make.</summary>
    public const string SmallRecords = "small-records", Compacted = "compacted", AppendTime = "append-time", Share = "share";

    private static readonly string[] Headers = ["-H", "a=1", "-H", "a=2", "-H", "empty=", "-H", "null"];

    private Dictionary<string, Func<Task>> All => new()
    {
        ["produce, acks all: offsets from 0 on"] = () => RoundTripAsync("acks-all", ["-X", "acks=all"]),
        ["produce, acks 1: offsets from 0 on"] = () => RoundTripAsync("acks-1", ["-X", "acks=1"]),
        ["produce, acks 0: the record arrives"] = () => RoundTripAsync("acks-0", ["-X", "acks=0"]),
        ["idempotent producer: in order, none twice"] = () => RoundTripAsync("idempotent", ["-X", "enable.idempotence=true"], 1000),
        ["null and empty keys and values"] = NullsAsync,
        ["headers: empty, null and of one name twice"] = HeadersAsync,
        ["gzip"] = () => RoundTripAsync("gzip", ["-z", "gzip"]),
        ["snappy"] = () => RoundTripAsync("snappy", ["-z", "snappy"]),
        ["lz4"] = () => RoundTripAsync("lz4", ["-z", "lz4"]),
        ["zstd"] = () => RoundTripAsync("zstd", ["-z", "zstd"]),
        ["reads what others wrote with gzip"] = () => OthersAsync("gzip"),
        ["reads what others wrote with snappy"] = () => OthersAsync("snappy"),
        ["reads what others wrote with lz4"] = () => OthersAsync("lz4"),
        ["reads what others wrote with zstd"] = () => OthersAsync("zstd"),
        ["what was acknowledged is at its offset"] = AtItsOffsetAsync,
        ["a record of 900 KB"] = LargeAsync,
        ["timestamps of the broker"] = AppendTimeAsync,
        ["10,000 records in order"] = () => RoundTripAsync("many", [], 10_000),
        ["a topic is created by producing to it"] = () => RoundTripAsync("auto-created", []),
        ["seek"] = SeekAsync,
        ["offset reset: earliest"] = () => ResetAsync("earliest", "early\n"),
        ["offset reset: latest"] = () => ResetAsync("latest", ""),
        ["earliest and latest offset"] = WatermarksAsync,
        ["offset of a time"] = ByTimeAsync,
        ["a waiting consumer gets a record at once"] = LongPollAsync,
        ["a group goes on where it committed"] = ResumeAsync,
        ["two members share the partitions"] = ShareAsync,
        ["topics are listed"] = ListAsync,
        ["a topic is described"] = DescribeAsync,
        ["a topic name that does not hold"] = () => CallAsync(["-P", "-t", Topic("a/b"), "-X", "message.timeout.ms=3000"], "v\n"),
        ["an offset beyond the end"] = OutOfRangeAsync,
        ["a record larger than max.message.bytes"] = () => CallAsync(["-P", "-t", Topic(SmallRecords)], new string('z', 2000) + "\n"),
        ["a record without a key in a compacted topic"] = () => CallAsync(["-P", "-t", Topic(Compacted)], "v\n"),
        ["a topic that is not there, and is not created"] = UnknownTopicAsync,
    };

    public async Task<IReadOnlyList<Outcome>> RunAsync(IEnumerable<string> checks)
    {
        var outcomes = new ConcurrentBag<Outcome>();
        await Parallel.ForEachAsync(checks, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (check, _) =>
            outcomes.Add(All.TryGetValue(check, out var run) ? await AttemptAsync(check, run) : new Outcome(check, NoSuchCall, "")));
        return [.. outcomes];
    }

    /// <summary>Runs kcat with what it is to read.</summary>
    /// <returns>Its exit code and what it printed.</returns>
    public static async Task<(int Code, string Output, string Errors)> KcatAsync(string broker, string[] arguments, string input = "")
    {
        using var kcat = Start(broker, arguments);
        var output = kcat.StandardOutput.ReadToEndAsync();
        var errors = kcat.StandardError.ReadToEndAsync();
        await kcat.StandardInput.WriteAsync(input);
        kcat.StandardInput.Close();
        await kcat.WaitForExitAsync();
        return (kcat.ExitCode, await output, await errors);
    }

    /// <summary>The first 20 records of each topic that all clients are to read, each in one batch, and a record with headers.</summary>
    public static async Task WriteForOthersAsync(string broker, params string[] settings)
    {
        foreach (var codec in new[] { "gzip", "snappy", "lz4", "zstd" })
        {
            await TopicIsThereAsync(broker, $"others-{codec}", settings);
            var records = string.Concat(Enumerable.Range(0, 20).Select(i => $"{codec} {i}\n"));
            var (code, _, errors) = await KcatAsync(broker, ["-P", "-t", $"others-{codec}", "-p", "0", "-z", codec, .. settings], records);
            Assert.True(code == 0, errors);
        }

        await TopicIsThereAsync(broker, "others-headers", settings);
        Assert.Equal(0, (await KcatAsync(broker, ["-P", "-t", "others-headers", "-p", "0", .. Headers, .. settings], "v\n")).Code);
    }

    /// <summary>Asks for a topic until it is made: Kafka 0.9 refuses records with UNKNOWN until then, after which kcat gives them up.</summary>
    private static Task TopicIsThereAsync(string broker, string topic, string[] settings) => Eventually.IsTrueAsync(
        async () => (await KcatAsync(broker, ["-L", "-t", topic, .. settings])).Output is var told
            && told.Contains("partition 0, leader", StringComparison.Ordinal) && !told.Contains("not available", StringComparison.Ordinal),
        $"{topic} is there");

    private static Process Start(string broker, string[] arguments) => Process.Start(new ProcessStartInfo("kcat", ["-b", broker, .. arguments])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static async Task<Outcome> AttemptAsync(string check, Func<Task> run)
    {
        try
        {
            await run().WaitAsync(TimeSpan.FromSeconds(30));
            return new Outcome(check, Pass, "");
        }
        catch (Exception failure) when (failure is Xunit.Sdk.XunitException or InvalidOperationException or TimeoutException)
        {
            return Codes.FirstOrDefault(code => failure.Message.Contains("Broker: " + code.Key, StringComparison.Ordinal)).Value is { } refused
                ? new Outcome(check, "refused " + refused, failure.Message)
                : new Outcome(check, "fail", failure.ToString());
        }
    }

    private static string Numbers(int count, int from = 0) => string.Concat(Enumerable.Range(from, count).Select(i => $"{i}\n"));

    private async Task<string> CallAsync(string[] arguments, string input = "", string? broker = null)
    {
        var (code, output, errors) = await KcatAsync(broker ?? target.Broker, arguments, input);
        return code == 0 ? output : throw new InvalidOperationException(errors);
    }

    private string Topic(string name) => target.Prefix + name;

    private Task<string> ReadAsync(string topic, string format = "%s\n", string from = "beginning") => CallAsync(["-C", "-e", "-q", "-t", topic, "-p", "0", "-o", from, "-f", format]);
}
