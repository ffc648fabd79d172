using System.Diagnostics.Metrics;
using Amazon.Kinesis.Model;
using Ingest.KinesisProxy.Limits;
using Ingest.KinesisProxy.Records;
using Ingest.KinesisProxy.Streams;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Ingest.KinesisProxy.Tests.Records;

public sealed class RecordWriterTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<(double Milliseconds, string[] Keys)> _calls = [];

    [Fact]
    public async Task A_record_that_keeps_failing_is_sent_alone_after_growing_waits_until_the_deadline()
    {
        var start = _time.GetTimestamp();
        var kinesis = new FakeKinesis(request =>
        {
            _calls.Add((_time.GetElapsedTime(start).TotalMilliseconds, [.. request.Records!.Select(record => record.PartitionKey!)]));
            return Answer(request, key => key == "bad");
        });

        var result = await PutAsync(kinesis, new KinesisProxyOptions(), "good", "bad", "good");

        Assert.Equal(["good", "bad", "good"], _calls[0].Keys);
        Assert.All(_calls.Skip(1), call => Assert.Equal(["bad"], call.Keys));
        Assert.All(
            _calls.Zip(_calls.Skip(1), (before, after) => after.Milliseconds - before.Milliseconds).Select((wait, i) => (wait, i)),
            gap => Assert.InRange(gap.wait, 0, Math.Min(2000, 50 * Math.Pow(2, gap.i)) + 10));
        Assert.InRange(_calls.Count, 8, 60);
        Assert.InRange(_calls[^1].Milliseconds, 7_000, 10_000);
        Assert.InRange(_time.GetElapsedTime(start).TotalMilliseconds, 10_000, 60_000);
        Assert.Equal([true, false, true], result.Outcomes.Select(outcome => outcome.IsStored));
        Assert.Equal(("Throttled", false), (result.Outcomes[1].ErrorMessage, result.Outcomes[1].MayBeStored));
        Assert.Null(result.Failure);
    }

    [Fact]
    public async Task What_was_not_sent_at_the_deadline_says_so()
    {
        var kinesis = new FakeKinesis(request => Answer(request, _ => true));

        var result = await PutAsync(kinesis, new KinesisProxyOptions { BatchRecordsMax = 1 }, "first", "second");

        Assert.Equal(["Throttled", "Not sent: the 10 s for this request were over."], result.Outcomes.Select(outcome => outcome.ErrorMessage));
    }

    [Fact]
    public async Task An_answer_with_too_few_outcomes_is_not_taken_for_success_and_not_asked_for_again()
    {
        var calls = 0;
        var kinesis = new FakeKinesis(_ =>
        {
            calls++;
            return new PutRecordsResponse { Records = [new() { SequenceNumber = "1", ShardId = "0" }] };
        });

        var result = await PutAsync(kinesis, new KinesisProxyOptions(), "first", "second");

        Assert.All(result.Outcomes, outcome => Assert.True(outcome is { IsStored: false, MayBeStored: true }));
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task A_batch_stays_within_the_bytes_of_a_call()
    {
        var kinesis = new FakeKinesis(request =>
        {
            _calls.Add((0, [.. request.Records!.Select(record => record.PartitionKey!)]));
            return Answer(request, _ => false);
        });

        await PutAsync(kinesis, new KinesisProxyOptions { BatchBytesMax = 9 }, "aa", "bb", "cc", "dd", "ee");

        Assert.Equal([["aa", "bb", "cc"], ["dd", "ee"]], _calls.Select(call => call.Keys));
    }

    private static PutRecordsResponse Answer(PutRecordsRequest request, Func<string, bool> fails) => new()
    {
        Records = request.Records!.ConvertAll(record => fails(record.PartitionKey!)
            ? new PutRecordsResultEntry { ErrorCode = "ProvisionedThroughputExceededException", ErrorMessage = "Throttled" }
            : new PutRecordsResultEntry { SequenceNumber = "1", ShardId = "shardId-0" }),
    };

    /// <summary>Enough for every continuation of one step of the writer to have its turn.</summary>
    private const int TurnsPerTick = 20;

    private async Task<PutResult> PutAsync(FakeKinesis kinesis, KinesisProxyOptions settings, params string[] keys)
    {
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var options = Options.Create(settings);
        var backoff = new Backoff(new Random(7), _time, options);
        var metrics = new ProxyMetrics(services.GetRequiredService<IMeterFactory>(), new InFlightBytes(options));
        using var missing = new MissingStreams(kinesis, backoff, options, metrics, _time, NullLogger<MissingStreams>.Instance);
        var writer = new RecordWriter(kinesis, missing, backoff, options, metrics, _time, NullLogger<RecordWriter>.Instance);

        // One thread at a time for the writer and the clock: the clock moves on only when the writer waits for it.
        var oneAtATime = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        return await Task.Factory.StartNew(
            async () =>
            {
                var put = writer.PutAsync("s", [.. keys.Select(key => new PutEntry(new byte[1], key, key.Length, null))]);
                while (!put.IsCompleted)
                {
                    _time.Advance(TimeSpan.FromMilliseconds(5));
                    for (var i = 0; i < TurnsPerTick; i++)
                    {
                        await Task.Yield();
                    }
                }

                return await put;
            },
            CancellationToken.None,
            TaskCreationOptions.None,
            oneAtATime).Unwrap();
    }
}
