using System.Net;
using System.Text.Json;
using Ingest.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ingest.S3Sink.Tests;

/// <summary>Alone in its process: a meter of the same name that another sink disposes of would take this one's out of /metrics.</summary>
[Collection(nameof(When_the_sink_runs))]
[CollectionDefinition(nameof(When_the_sink_runs), DisableParallelization = true)]
public sealed class When_the_sink_runs : IAsyncLifetime
{
    private readonly SinkHost _sink = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _sink.DisposeAsync();

    [Fact]
    public async Task Records_become_objects_named_and_laid_out_as_Confluents_sink_does_it()
    {
        _sink.Kafka.CreateTopic("user.pin", 2);
        await _sink.ProduceAsync("user.pin", 1, """{"a":1}""", """{"a":2}""", """{"a":3}""");

        await _sink.StartAsync(("S3Sink:FlushRecords", "2"), ("S3Sink:FlushAge", "00:00:00.500"));

        Assert.Equal(["""{"a":1}""", """{"a":2}""", """{"a":3}"""], await _sink.LinesAsync("topics", 3));
        Assert.Equal(
            ["topics/user.pin/partition=1/user.pin+1+0000000000.json", "topics/user.pin/partition=1/user.pin+1+0000000002.json"],
            _sink.Keys("topics"));
        Assert.Equal("{\"a\":3}\n", await _sink.ReadAsync("topics/user.pin/partition=1/user.pin+1+0000000002.json"));
    }

    [Fact]
    public async Task A_restart_goes_on_without_gap_or_repeat()
    {
        await _sink.ProduceAsync("t", "1", "2");
        await _sink.StartAsync();
        await _sink.LinesAsync("topics", 2);
        await _sink.StopAsync();
        await _sink.ProduceAsync("t", "3", "4");

        await _sink.StartAsync();

        Assert.Equal(["1", "2", "3", "4"], await _sink.LinesAsync("topics", 4));
    }

    [Fact]
    public async Task A_new_group_goes_on_where_the_objects_end()
    {
        await _sink.ProduceAsync("t", "1", "2", "3");
        await _sink.StartAsync(("S3Sink:FlushRecords", "3"));
        await _sink.LinesAsync("topics", 3);
        await _sink.StopAsync();
        await _sink.ProduceAsync("t", "4");

        await _sink.StartAsync(("S3Sink:GroupId", "another"));

        Assert.Equal(["1", "2", "3", "4"], await _sink.LinesAsync("topics", 4));
        Assert.Equal(2, _sink.Keys("topics").Length);
    }

    [Fact]
    public async Task A_topic_made_later_is_found()
    {
        await _sink.ProduceAsync("first", "1");
        await _sink.StartAsync();
        await _sink.LinesAsync("topics/first", 1);

        await _sink.ProduceAsync("second", "2");

        Assert.Equal(["2"], await _sink.LinesAsync("topics/second", 1));
    }

    [Fact]
    public async Task Only_topics_that_match_are_taken()
    {
        await _sink.ProduceAsync("_schemas", "0");
        await _sink.ProduceAsync("user1.pin", "1");
        await _sink.ProduceAsync("other.pin", "2");
        await _sink.StartAsync(("S3Sink:TopicsRegex", "user1.*"));

        await _sink.LinesAsync("topics", 1);
        await _sink.ProduceAsync("user1.geo", "3");

        await _sink.LinesAsync("topics/user1.geo", 1);
        Assert.Equal(["topics/user1.geo", "topics/user1.pin"], _sink.Keys("topics").Select(key => string.Join('/', key.Split('/')[..2])).Distinct());
    }

    [Fact]
    public async Task What_is_no_JSON_is_set_aside_with_its_reason_and_bytes_and_blocks_nothing()
    {
        await _sink.ProduceAsync("t", "1", "{\"a\":", null, "{\n  \"b\": 1.50\n}");
        await _sink.StartAsync(("S3Sink:FlushRecords", "4"));

        Assert.Equal(["1", "{\"b\": 1.50}"], await _sink.LinesAsync("topics", 2));
        var rejected = (await _sink.LinesAsync("rejected", 2)).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal([1, 2], rejected.Select(line => line.GetProperty("offset").GetInt64()));
        Assert.Equal("{\"a\":"u8.ToArray(), rejected[0].GetProperty("value").GetBytesFromBase64());
        Assert.StartsWith("not JSON", rejected[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, rejected[1].GetProperty("value").ValueKind);
        Assert.StartsWith("tombstone", rejected[1].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(["rejected/t/partition=0/t+0+0000000001.json"], _sink.Keys("rejected"));
    }

    [Fact]
    public async Task The_bucket_of_another_cluster_is_refused_and_the_process_ends_with_a_failure()
    {
        await _sink.ProduceAsync("t", "1");
        await _sink.StartAsync();
        await _sink.LinesAsync("topics", 1);
        await _sink.StopAsync();

        _sink.ReplaceKafka();
        await _sink.ProduceAsync("t", "2");
        await _sink.StartAsync();

        var state = _sink.Service!.Services.GetRequiredService<SinkState>();
        await Eventually.IsTrueAsync(() => Task.FromResult(state.ExitCode == 1), "the sink stops");
        Assert.Contains("holds topic 't' of cluster 'mockCluster", state.NotReady, StringComparison.Ordinal);
        Assert.True(_sink.Service.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
        Assert.Single(_sink.Keys("topics"));
    }

    [Fact]
    public async Task More_records_than_memory_holds_are_taken_in_turn_and_none_is_lost()
    {
        var values = Enumerable.Range(0, 150).Select(i => $"{i:d3}".PadLeft(50, '1')).ToArray();
        _sink.Kafka.CreateTopic("t", 1);
        await _sink.ProduceAsync("t", values);

        await _sink.StartAsync(("S3Sink:FlushRecords", "100000"), ("S3Sink:BufferBytesMax", "1024"), ("S3Sink:FlushAge", "00:00:01"));

        Assert.Equal(values, await _sink.LinesAsync("topics", values.Length));
        Assert.True(_sink.Keys("topics").Length > 1);
    }

    [Fact]
    public async Task A_store_that_fails_is_tried_again_and_nothing_is_lost()
    {
        _sink.Kafka.CreateTopic("t", 1);
        await _sink.ProduceAsync("t", "1", "2", "3");
        _sink.BreakStore();
        await _sink.StartAsync();
        await Eventually.BecomesAsync(
            () => _sink.Service!.Client.GetStringAsync("/metrics", Cancellation),
            text => text.Contains("s3sink_retries_total{", StringComparison.Ordinal),
            "retries");
        Assert.Empty(_sink.Keys("topics"));

        _sink.MendStore();

        Assert.Equal(["1", "2", "3"], await _sink.LinesAsync("topics", 3));
    }

    [Fact]
    public async Task A_second_sink_of_the_group_takes_its_share_and_each_record_is_stored_once()
    {
        _sink.Kafka.CreateTopic("t", 4);
        await ProduceToAllAsync("1", "2", "3");
        await _sink.StartAsync(("S3Sink:FlushRecords", "2"), ("S3Sink:FlushAge", "00:00:00.200"));
        await ProduceToAllAsync("4", "5");
        await using (await _sink.StartAnotherAsync(("S3Sink:FlushRecords", "3"), ("S3Sink:FlushAge", "00:00:00.300")))
        {
            await ProduceToAllAsync("6", "7", "8");
            await _sink.LinesAsync("topics", 32);
        }

        await ProduceToAllAsync("9");
        await _sink.LinesAsync("topics", 36);
        for (var partition = 0; partition < 4; partition++)
        {
            Assert.Equal(["1", "2", "3", "4", "5", "6", "7", "8", "9"], await _sink.LinesAsync($"topics/t/partition={partition}", 9));
        }
    }

    [Fact]
    public async Task It_is_ready_when_broker_and_store_answer_and_shows_what_it_did()
    {
        await _sink.ProduceAsync("t", "1", "2");
        await _sink.StartAsync();
        await _sink.LinesAsync("topics", 2);

        using var ready = await _sink.Service!.Client.GetAsync("/healthz/ready", Cancellation);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        await Eventually.BecomesAsync(
            () => _sink.Service.Client.GetStringAsync("/metrics", Cancellation),
            text => text.Contains("s3sink_records_total{", StringComparison.Ordinal) && text.Contains("s3sink_lag", StringComparison.Ordinal),
            "metrics");
    }

    private async Task ProduceToAllAsync(params string[] values)
    {
        for (var partition = 0; partition < 4; partition++)
        {
            await _sink.ProduceAsync("t", partition, values);
        }
    }
}
