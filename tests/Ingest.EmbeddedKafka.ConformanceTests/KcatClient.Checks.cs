using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Ingest.EmbeddedKafka.ConformanceTests;

/// <content>What is done for each check.</content>
internal sealed partial class KcatClient
{
    private async Task RoundTripAsync(string name, string[] options, int count = 5)
    {
        await CallAsync(["-P", "-t", Topic(name), "-p", "0", .. options], Numbers(count));
        Assert.Equal(string.Concat(Enumerable.Range(0, count).Select(i => $"{i} {i}\n")), await ReadAsync(Topic(name), "%o %s\n"));
    }

    private async Task NullsAsync()
    {
        await CallAsync(["-P", "-t", Topic("nulls"), "-p", "0", "-K:", "-Z"], ":v\nk:\nk:v\n");
        Assert.Equal("-1 1\n1 -1\n1 1\n", await ReadAsync(Topic("nulls"), "%K %S\n"));
    }

    private async Task HeadersAsync()
    {
        await CallAsync(["-P", "-t", Topic("headers"), "-p", "0", .. Headers], "v\n");
        Assert.Equal("a=1,a=2,empty=,null=NULL\n", await ReadAsync(Topic("headers"), "%h\n"));
    }

    private async Task AtItsOffsetAsync()
    {
        var (_, _, told) = await KcatAsync(target.Broker, ["-P", "-t", Topic("at-offset"), "-p", "0", "-vv", "-X", "topic.produce.offset.report=true"], Numbers(20));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}"), Delivered().Matches(told).Select(match => match.Groups[1].Value));
        Assert.Equal(string.Concat(Enumerable.Range(0, 20).Select(i => $"{i} {i}\n")), await ReadAsync(Topic("at-offset"), "%o %s\n"));
    }

    private async Task LargeAsync()
    {
        await CallAsync(["-P", "-t", Topic("large"), "-p", "0"], new string('y', 900_000) + "\n");
        Assert.Equal("900000\n", await ReadAsync(Topic("large"), "%S\n"));
    }

    private async Task AppendTimeAsync()
    {
        var before = DateTimeOffset.UtcNow;
        await CallAsync(["-P", "-t", Topic(AppendTime), "-p", "0"], "v\n");
        var time = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(await ReadAsync(Topic(AppendTime), "%T")));
        Assert.InRange(time, before.AddMilliseconds(-1), DateTimeOffset.UtcNow);
    }

    private async Task OthersAsync(string codec)
    {
        Assert.Equal(string.Concat(Enumerable.Range(0, codec == "gzip" ? target.WrittenWithGzip : target.WrittenWithOthers).Select(i => $"{codec} {i}\n")), await ReadAsync($"others-{codec}"));
    }

    private async Task SeekAsync()
    {
        await CallAsync(["-P", "-t", Topic("seek"), "-p", "0"], Numbers(100));
        Assert.Equal(Numbers(30, 70), await ReadAsync(Topic("seek"), from: "70"));
    }

    private async Task ByTimeAsync()
    {
        await CallAsync(["-P", "-t", Topic("by-time"), "-p", "0"], Numbers(3));
        var second = (await ReadAsync(Topic("by-time"), "%T ")).Split(' ')[1];
        Assert.Contains("offset -1", await CallAsync(["-Q", "-t", $"{Topic("by-time")}:0:{long.Parse(second) + 60_000}"]), StringComparison.Ordinal);
        Assert.Contains("offset 0", await CallAsync(["-Q", "-t", $"{Topic("by-time")}:0:1000"]), StringComparison.Ordinal);
    }

    private async Task ResumeAsync()
    {
        string[] member = ["-G", Topic("resume"), "-q", "-e", "-X", "auto.offset.reset=earliest", "-X", "session.timeout.ms=6000", Topic("resume")];
        await CallAsync(["-P", "-t", Topic("resume"), "-p", "0"], Numbers(3));
        Assert.Equal(Numbers(3), await CallAsync(member));
        await CallAsync(["-P", "-t", Topic("resume"), "-p", "0"], Numbers(3, 3));
        Assert.Equal(Numbers(3, 3), await CallAsync(member));
    }

    private async Task ListAsync()
    {
        await CallAsync(["-P", "-t", Topic("listed")], "v\n");
        Assert.Contains($"topic \"{Topic("listed")}\" with", await CallAsync(["-L"]), StringComparison.Ordinal);
    }

    private async Task UnknownTopicAsync()
    {
        await CallAsync(["-P", "-t", Topic("nobody-made-it"), "-X", "topic.metadata.propagation.max.ms=500", "-X", "message.timeout.ms=3000"], "v\n", target.BrokerWithoutAutoCreation);
    }

    private async Task ResetAsync(string where, string first)
    {
        await CallAsync(["-P", "-t", Topic($"reset-{where}"), "-p", "0"], "early\n");
        Assert.Equal(first, await CallAsync(["-G", Topic($"reset-{where}"), "-q", "-e", "-X", $"auto.offset.reset={where}", Topic($"reset-{where}")]));
    }

    private async Task WatermarksAsync()
    {
        await CallAsync(["-P", "-t", Topic("watermarks"), "-p", "0"], Numbers(7));
        Assert.Contains("offset 0\n", await CallAsync(["-Q", "-t", $"{Topic("watermarks")}:0:-2"]), StringComparison.Ordinal);
        Assert.Contains("offset 7\n", await CallAsync(["-Q", "-t", $"{Topic("watermarks")}:0:-1"]), StringComparison.Ordinal);
    }

    private async Task LongPollAsync()
    {
        await CallAsync(["-P", "-t", Topic("long-poll"), "-p", "0"], "before\n");
        using var waiting = Start(target.Broker, ["-C", "-t", Topic("long-poll"), "-p", "0", "-o", "beginning", "-c", "2", "-X", "fetch.wait.max.ms=20000"]);
        await SayingAsync(waiting, line => line.Contains("Reached end of topic", StringComparison.Ordinal));
        var clock = Stopwatch.StartNew();
        await CallAsync(["-P", "-t", Topic("long-poll"), "-p", "0"], "now\n");
        Assert.Equal("before\nnow\n", await waiting.StandardOutput.ReadToEndAsync());
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"It took {clock.Elapsed}.");
    }

    private async Task ShareAsync()
    {
        string[] member = ["-G", Topic(Share), "-X", "session.timeout.ms=6000", "-X", "heartbeat.interval.ms=300", Topic(Share)];
        using var first = Start(target.Broker, member);
        using var second = Start(target.Broker, member);
        try
        {
            var owned = await Task.WhenAll(SayingAsync(first, HasTwo), SayingAsync(second, HasTwo));
            Assert.Equal(4, owned.SelectMany(line => Partition().Matches(line)).Select(match => match.Value).Distinct().Count());
        }
        finally
        {
            first.Kill();
            second.Kill();
        }

        static bool HasTwo(string line) => line.Contains("assigned:", StringComparison.Ordinal) && Partition().Count(line) == 2;
    }

    private async Task OutOfRangeAsync()
    {
        await CallAsync(["-P", "-t", Topic("out-of-range"), "-p", "0"], Numbers(3));
        await CallAsync(["-C", "-e", "-t", Topic("out-of-range"), "-p", "0", "-o", "1000", "-X", "auto.offset.reset=error"]);
    }

    private async Task DescribeAsync()
    {
        var described = await CallAsync(["-L", "-t", Topic(Share)]);
        Assert.Contains($"topic \"{Topic(Share)}\" with 4 partitions:", described, StringComparison.Ordinal);
        Assert.Contains("partition 3, leader 1, replicas: 1, isrs: 1", described, StringComparison.Ordinal);
    }

    /// <returns>The first line of a running kcat's errors that is the one.</returns>
    private static async Task<string> SayingAsync(Process kcat, Predicate<string> isIt)
    {
        while (await kcat.StandardError.ReadLineAsync() is { } line)
        {
            if (isIt(line))
            {
                return line;
            }
        }

        throw new InvalidOperationException("kcat ended before.");
    }

    [GeneratedRegex(@"Message delivered to partition 0 \(offset (\d+)\)")]
    private static partial Regex Delivered();

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Partition();
}
