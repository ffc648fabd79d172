using System.Text.Json;
using Ingest.Testing;

namespace Ingest.Emulator.Tests;

public sealed class When_events_are_sent
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_paths_get_the_three_rows_in_the_classic_form()
    {
        await using var gateway = await StubGateway.StartAsync();
        var report = await RunAsync(new EmulatorOptions { Url = new Uri(gateway.Url, "/test/"), Events = 1, UserId = "u1" });

        Assert.True(report.Succeeded, string.Join('\n', report.Failures));
        Assert.Equal(
            [
                "POST /test/topics/u1.geo", "POST /test/topics/u1.pin", "POST /test/topics/u1.user",
                "PUT /test/streams/streaming-u1-geo/record", "PUT /test/streams/streaming-u1-pin/record", "PUT /test/streams/streaming-u1-user/record",
            ],
            gateway.Requests.Select(request => $"{request.Method} {request.Path}").Order(StringComparer.Ordinal));

        var topic = gateway.Requests.Single(request => request.Path.EndsWith("u1.pin", StringComparison.Ordinal));
        Assert.Equal("application/vnd.kafka.json.v2+json", topic.ContentType);
        Assert.Equal(7528, topic.Body.GetProperty("records")[0].GetProperty("value").GetProperty("index").GetInt32());

        var stream = gateway.Requests.Single(request => request.Path.EndsWith("u1-pin/record", StringComparison.Ordinal));
        Assert.Equal("application/json", stream.ContentType);
        Assert.Equal("streaming-u1-pin", stream.Body.GetProperty("StreamName").GetString());
        Assert.Equal("7528", stream.Body.GetProperty("PartitionKey").GetString());
        Assert.Equal(topic.Body.GetProperty("records")[0].GetProperty("value").GetRawText(), stream.Body.GetProperty("Data").GetRawText());
    }

    [Fact]
    public async Task Events_are_gathered_and_the_rest_goes_too()
    {
        await using var gateway = await StubGateway.StartAsync();
        var report = await RunAsync(new EmulatorOptions { Url = gateway.Url, Events = 25, Batch = 10, Concurrency = 1 });

        Assert.Equal(25, report.Events);
        Assert.Equal(150, report.Acknowledged);
        Assert.Equal([10, 10, 5], gateway.Requests.Where(request => request.Path == "/topics/demo.pin").Select(request => request.Records));
        var records = gateway.Requests.First(request => request.Path == "/streams/streaming-demo-geo/records").Body.GetProperty("records");
        Assert.Equal(7528, records[0].GetProperty("data").GetProperty("ind").GetInt32());
        Assert.Equal("7528", records[0].GetProperty("partition-key").GetString());
    }

    [Fact]
    public async Task The_report_counts_and_gives_the_highest_positions()
    {
        await using var gateway = await StubGateway.StartAsync();
        var report = await RunAsync(new EmulatorOptions { Url = gateway.Url, Events = 20 });

        Assert.Equal(6, report.Counts.Count);
        Assert.All(report.Counts, count => Assert.Equal((20, 20, 0, 0), (count.Sent, count.Acknowledged, count.Failed, count.Unknown)));
        Assert.All(report.Counts, count => Assert.True(count.Bytes > 20 * 50));
        Assert.Equal(["demo.geo", "demo.pin", "demo.user"], report.TopicPositions.Select(position => position.Topic).Order());
        Assert.Equal(3, report.StreamPositions.Count);
        Assert.True(report.EventsPerSecond > 0);
    }

    [Fact]
    public async Task A_higher_position_is_never_replaced_by_a_lower_one()
    {
        await using var gateway = await StubGateway.StartAsync();
        var (offsets, sequences) = (new Queue<string>(["9", "101", "20"]), new Queue<string>(["9", "10000000000000000000000000000001", "20"]));
        gateway.Instead = (request, _) => Task.FromResult(request.Path switch
        {
            "/topics/demo.pin" => $$"""{"offsets":[{"partition":3,"offset":{{offsets.Dequeue()}}}]}""",
            "/streams/streaming-demo-pin/record" => $$"""{"SequenceNumber":"{{sequences.Dequeue()}}","ShardId":"s"}""",
            _ => null,
        });

        var report = await RunAsync(new EmulatorOptions { Url = gateway.Url, Events = 3, Concurrency = 1 });

        Assert.Contains(new TopicPosition("demo.pin", 3, 101), report.TopicPositions);
        Assert.Contains(new StreamPosition("streaming-demo-pin", "s", "10000000000000000000000000000001"), report.StreamPositions);
    }

    [Fact]
    public async Task The_acknowledgement_log_holds_a_line_for_each_acknowledged_record()
    {
        await using var gateway = await StubGateway.StartAsync();
        using var folder = new TemporaryDirectory();
        var log = Path.Combine(folder.Path, "acknowledged.ndjson");
        var report = await RunAsync(new EmulatorOptions { Url = gateway.Url, Events = 50, Batch = 5, AckLog = log });

        var lines = File.ReadAllLines(log).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(report.Acknowledged, lines.Length);
        var batch = lines.First(line => line.GetProperty("path").GetString() == "batch");
        Assert.Equal(["path", "source", "topic", "partition", "offset", "index"], batch.EnumerateObject().Select(member => member.Name));
        Assert.Equal(0, batch.GetProperty("partition").GetInt32());
        var stream = lines.First(line => line.GetProperty("path").GetString() == "stream");
        Assert.Equal(["path", "source", "stream", "shardId", "sequenceNumber", "index"], stream.EnumerateObject().Select(member => member.Name));
    }

    [Fact]
    public async Task Files_are_sent_as_they_stand_and_a_bad_line_ends_the_run_with_its_name()
    {
        await using var gateway = await StubGateway.StartAsync();
        using var folder = new TemporaryDirectory();
        File.WriteAllText(Path.Combine(folder.Path, "emitted.pin.ndjson"), "{\"index\": 1,  \"title\": \"a\\u0062\"}\n{\"index\":2}\n");
        File.WriteAllText(Path.Combine(folder.Path, "emitted.geo.ndjson"), "{\"ind\":1}\n{\"ind\":2}\n");
        File.WriteAllText(Path.Combine(folder.Path, "emitted.user.ndjson"), "{\"ind\":1}\nnonsense\n");

        var report = await RunAsync(new EmulatorOptions { Url = gateway.Url, SourceDirectory = folder.Path });

        Assert.Equal(EmulatorEnd.BadEvents, report.End);
        Assert.Contains("emitted.user.ndjson line 2", report.EndReason!, StringComparison.Ordinal);
        Assert.Equal(6, report.Acknowledged);
        Assert.Equal(
            "{\"index\": 1,  \"title\": \"a\\u0062\"}",
            gateway.Requests.Single(request => request.Path == "/topics/demo.pin").Body.GetProperty("records")[0].GetProperty("value").GetRawText());
    }

    private static async Task<EmulatorReport> RunAsync(EmulatorOptions options)
    {
        using var http = new HttpClient();
        return await new EventEmulator(http, TimeProvider.System).RunAsync(options, cancellationToken: Token);
    }
}
