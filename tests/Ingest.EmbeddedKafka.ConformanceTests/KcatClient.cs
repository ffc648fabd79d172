using System.Diagnostics;
using System.Text.RegularExpressions;
using static Ingest.EmbeddedKafka.ConformanceTests.Checks;

namespace Ingest.EmbeddedKafka.ConformanceTests;

/// <summary>The checks that can be done with kcat's command line, a process a call.</summary>
internal sealed partial class KcatClient(Target target)
{
    private const string Codes = "Topic already exists|Unknown topic or partition|Message size too large|Broker failed to validate record|Offset out of range|Invalid topic";

    private Dictionary<string, Func<Task<string>>> All => new()
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
        ["10,000 records in order"] = () => RoundTripAsync("many", [], 10_000),
        ["a topic is created by producing to it"] = () => RoundTripAsync("auto-created", []),
        ["seek"] = SeekAsync,
        ["offset of a time"] = ByTimeAsync,
        ["a group goes on where it committed"] = ResumeAsync,
        ["topics are listed"] = ListAsync,
        ["a topic that is not there, and is not created"] = UnknownTopicAsync,
        ["transactions"] = () => Task.FromResult(NoSuchCall),
    };

    public async Task<IReadOnlyList<Outcome>> RunAsync(IEnumerable<string> checks)
    {
        var outcomes = new List<Outcome>();
        foreach (var check in checks)
        {
            outcomes.Add(All.TryGetValue(check, out var run) ? await AttemptAsync(check, run) : new Outcome(check, NoSuchCall, ""));
        }

        return outcomes;
    }

    /// <summary>Runs kcat with what it is to read.</summary>
    /// <returns>Its exit code and what it printed.</returns>
    public static async Task<(int Code, string Output, string Errors)> KcatAsync(string broker, string[] arguments, string input = "")
    {
        using var kcat = Process.Start(new ProcessStartInfo("kcat", ["-b", broker, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = kcat.StandardOutput.ReadToEndAsync();
        var errors = kcat.StandardError.ReadToEndAsync();
        await kcat.StandardInput.WriteAsync(input);
        kcat.StandardInput.Close();
        await kcat.WaitForExitAsync();
        return (kcat.ExitCode, await output, await errors);
    }

    private static async Task<Outcome> AttemptAsync(string check, Func<Task<string>> run)
    {
        try
        {
            return new Outcome(check, await run(), "");
        }
        catch (Exception failure) when (failure is Xunit.Sdk.XunitException or InvalidOperationException)
        {
            return RefusedBecause().Match(failure.Message) is { Success: true } refused
                ? new Outcome(check, "refused " + refused.Value.ToUpperInvariant().Replace(' ', '_'), failure.Message)
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

    private async Task<string> RoundTripAsync(string name, string[] options, int count = 5)
    {
        await CallAsync(["-P", "-t", Topic(name), "-p", "0", .. options], Numbers(count));
        Assert.Equal(string.Concat(Enumerable.Range(0, count).Select(i => $"{i} {i}\n")), await ReadAsync(Topic(name), "%o %s\n"));
        return Pass;
    }

    private async Task<string> NullsAsync()
    {
        await CallAsync(["-P", "-t", Topic("nulls"), "-p", "0", "-K:", "-Z"], ":v\nk:\nk:v\n");
        Assert.Equal("-1 1\n1 -1\n1 1\n", await ReadAsync(Topic("nulls"), "%K %S\n"));
        return Pass;
    }

    private async Task<string> HeadersAsync()
    {
        await CallAsync(["-P", "-t", Topic("headers"), "-p", "0", "-H", "a=1", "-H", "a=2", "-H", "empty=", "-H", "null"], "v\n");
        Assert.Equal("a=1,a=2,empty=,null=NULL\n", await ReadAsync(Topic("headers"), "%h\n"));
        return Pass;
    }

    private async Task<string> OthersAsync(string codec)
    {
        Assert.Equal(string.Concat(Enumerable.Range(0, 20).Select(i => $"{codec} {i}\n")), await ReadAsync($"others-{codec}"));
        return Pass;
    }

    private async Task<string> SeekAsync()
    {
        await CallAsync(["-P", "-t", Topic("seek"), "-p", "0"], Numbers(100));
        Assert.Equal(Numbers(30, 70), await ReadAsync(Topic("seek"), from: "70"));
        return Pass;
    }

    private async Task<string> ByTimeAsync()
    {
        await CallAsync(["-P", "-t", Topic("by-time"), "-p", "0"], Numbers(3));
        var second = (await ReadAsync(Topic("by-time"), "%T ")).Split(' ')[1];
        Assert.Contains("offset -1", await CallAsync(["-Q", "-t", $"{Topic("by-time")}:0:{long.Parse(second) + 60_000}"]), StringComparison.Ordinal);
        Assert.Contains("offset 0", await CallAsync(["-Q", "-t", $"{Topic("by-time")}:0:1000"]), StringComparison.Ordinal);
        return Pass;
    }

    private async Task<string> ResumeAsync()
    {
        string[] member = ["-G", Topic("resume"), "-q", "-e", "-X", "auto.offset.reset=earliest", "-X", "session.timeout.ms=6000", Topic("resume")];
        await CallAsync(["-P", "-t", Topic("resume"), "-p", "0"], Numbers(3));
        Assert.Equal(Numbers(3), await CallAsync(member));
        await CallAsync(["-P", "-t", Topic("resume"), "-p", "0"], Numbers(3, 3));
        Assert.Equal(Numbers(3, 3), await CallAsync(member));
        return Pass;
    }

    private async Task<string> ListAsync()
    {
        await CallAsync(["-P", "-t", Topic("listed")], "v\n");
        Assert.Contains($"topic \"{Topic("listed")}\" with", await CallAsync(["-L"]), StringComparison.Ordinal);
        return Pass;
    }

    private async Task<string> UnknownTopicAsync()
    {
        await CallAsync(["-P", "-t", Topic("nobody-made-it"), "-X", "topic.metadata.propagation.max.ms=500", "-X", "message.timeout.ms=3000"], "v\n", target.BrokerWithoutAutoCreation);
        return Pass;
    }

    [GeneratedRegex(Codes, RegexOptions.IgnoreCase)]
    private static partial Regex RefusedBecause();
}
