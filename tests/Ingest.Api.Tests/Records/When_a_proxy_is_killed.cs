using Ingest.Testing;

namespace Ingest.Api.Tests.Records;

/// <summary>The whole way over real processes: what the gateway says is read back from Kafka and from Kinesis.</summary>
public sealed class When_a_proxy_is_killed
{
    private const string Topic = "demo.pin";
    private const string Stream = "streaming-demo-pin";
    private const string AnyPort = "http://127.0.0.1:0";

    [Fact]
    public async Task Its_outcome_says_so_and_the_others_is_still_true()
    {
        await using var ends = await BackEnds.StartAsync();
        var started = await Task.WhenAll(
            StartAsync(typeof(KafkaProxy.Program), AnyPort, ends.ForKafkaProxy), StartAsync(typeof(KinesisProxy.Program), AnyPort, ends.ForKinesisProxy));
        await using var kafkaProxy = started[0];
        await using var kinesisProxy = started[1];
        await using var gateway = await RunningService.StartAsync(
            Program.Build,
            [("Gateway:KafkaProxyUrl", $"{kafkaProxy.Url}"), ("Gateway:KinesisProxyUrl", $"{kinesisProxy.Url}"), ("Records:RetriesMax", "0"), .. Routing.Keyed]);
        const string first = """{"index":1, "big":12345678901234567890.0,"text":"\u00e4"}""";
        var (reply, sent) = (await gateway.Client.PostRecordsAsync(first), first);
        Assert.Equal(200, reply.Status);
        await AssertStoredAsync(ends, reply.Record(0), first, batch: true, stream: true);

        await kafkaProxy.KillAsync();
        (reply, sent) = await PostUntilAsync(gateway, n => $$"""{"index":2,"n":{{n}}}""", "batch", "failed Unreachable");
        Assert.Equal((207, null), (reply.Status, reply.RetryAfter));
        await AssertStoredAsync(ends, reply.Record(0), sent, batch: false, stream: true);

        await using var again = await StartAsync(typeof(KafkaProxy.Program), kafkaProxy.Url.ToString(), ends.ForKafkaProxy);
        await kinesisProxy.KillAsync();
        (reply, sent) = await PostUntilAsync(gateway, n => $$"""{"index":3,"n":{{n}}}""", "stream", "failed Unreachable");
        Assert.Equal(["partial"], reply.States);
        await AssertStoredAsync(ends, reply.Record(0), sent, batch: true, stream: false);

        await again.KillAsync();
        (reply, sent) = await PostUntilAsync(gateway, n => $$"""{"index":4,"n":{{n}}}""", "batch", "failed Unreachable");
        Assert.Equal((503, TimeSpan.FromSeconds(1)), (reply.Status, reply.RetryAfter));
    }

    private static Task<ServiceProcess> StartAsync(Type program, string url, (string Key, string? Value)[] settings) =>
        ServiceProcess.StartAsync(program, [$"--urls={url}", .. settings.Select(setting => $"--{setting.Key}={setting.Value}")]);

    /// <summary>Right after the kill a connection may still look alive; what is sent on it then is unknown, and said to be.</summary>
    private static async Task<(RecordsReply Reply, string Sent)> PostUntilAsync(RunningService gateway, Func<int, string> record, string at, string outcome)
    {
        var posts = 0;
        return await Eventually.BecomesAsync(
            async () =>
            {
                var sent = record(posts++);
                return (Reply: await gateway.Client.PostRecordsAsync(sent), Sent: sent);
            },
            answer =>
            {
                Assert.Contains(answer.Reply.At(at)[0], new[] { outcome, "unknown AnswerLost" });
                return answer.Reply.At(at)[0] == outcome;
            },
            $"{at}: {outcome}");
    }

    /// <summary>What the outcome says is what is there, at the very position that it names, byte by byte.</summary>
    private static async Task AssertStoredAsync(BackEnds ends, System.Text.Json.JsonElement outcome, string record, bool batch, bool stream)
    {
        var inTopic = ends.InTopic(Topic).Where(stored => BackEnds.Text(stored.Message.Value) == record).ToArray();
        var inStream = (await ends.InStreamAsync(Stream)).Where(stored => BackEnds.Text(stored) == record).ToArray();
        Assert.Equal(batch ? 1 : 0, inTopic.Length);
        Assert.Equal(stream ? 1 : 0, inStream.Length);
        Assert.Equal(batch ? "stored" : "failed", outcome.GetProperty("batch").GetProperty("status").GetString());
        Assert.Equal(stream ? "stored" : "failed", outcome.GetProperty("stream").GetProperty("status").GetString());
        if (batch)
        {
            Assert.Equal(
                (outcome.GetProperty("batch").GetProperty("partition").GetInt32(), outcome.GetProperty("batch").GetProperty("offset").GetInt64()),
                (inTopic[0].Partition.Value, inTopic[0].Offset.Value));
        }

        if (stream)
        {
            Assert.Equal(outcome.GetProperty("stream").GetProperty("sequenceNumber").GetString(), inStream[0].SequenceNumber);
        }
    }
}
