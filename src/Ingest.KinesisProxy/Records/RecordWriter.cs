using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Ingest.KinesisProxy.Streams;
using Ingest.KinesisProxy.Wire;
using Microsoft.Extensions.Options;

namespace Ingest.KinesisProxy.Records;

/// <summary>Stores the records of one request, and says what became of each.</summary>
/// <remarks>
/// A record is sent again only when Kinesis said that it is not stored or when the answer was lost. In the second case
/// it may end up stored twice: Kinesis knows no idempotent put.
/// </remarks>
internal sealed partial class RecordWriter(
    [FromKeyedServices(KinesisConnection.SendingOnce)] IAmazonKinesis kinesis,
    MissingStreams missingStreams,
    Backoff backoff,
    IOptions<KinesisProxyOptions> options,
    ProxyMetrics metrics,
    TimeProvider time,
    ILogger<RecordWriter> logger)
{
    private readonly KinesisProxyOptions _options = options.Value;

    /// <summary>Sends until every record is stored or refused for good, or the time for a put is over.</summary>
    /// <remarks>The time is ours and not the caller's: a caller that hangs up does not leave half of its records unsent.</remarks>
    public async Task<PutResult> PutAsync(string stream, IReadOnlyList<PutEntry> entries)
    {
        var timeout = _options.PutTimeout;
        using var deadline = new CancellationTokenSource(timeout, time);
        var pending = new PendingEntries(entries, _options.BatchRecordsMax, _options.BatchBytesMax);
        var outcomes = new PutOutcome[entries.Count];
        Array.Fill(outcomes, PutOutcome.NotSent(timeout));

        Exception? failure = null;
        var failuresInARow = 0;
        while (pending.Any)
        {
            var batch = pending.TakeBatch();
            failure = await SendAsync(stream, entries, batch, outcomes, deadline.Token);
            if (failure is not null && !MaySendAgain(failure))
            {
                FailUnsent(stream, failure, pending, outcomes);
                break;
            }

            var failed = failure is null ? batch.FindAll(index => MaySendAgain(outcomes[index])) : batch;
            pending.PutBack(failed);
            failuresInARow = failed.Count == 0 ? 0 : failuresInARow + 1;
            if (deadline.IsCancellationRequested || (failed.Count > 0 && !await backoff.WaitAsync(failuresInARow, deadline.Token)))
            {
                break;
            }

            metrics.SentAgain(failed.Count);
        }

        var result = new PutResult(outcomes, failure);
        Report(stream, result);
        return result;
    }

    /// <summary>One call. Every record of the batch gets an outcome, also when the call as a whole fails.</summary>
    /// <returns>The failure of the call as a whole, or null.</returns>
    private async Task<Exception?> SendAsync(
        string stream, IReadOnlyList<PutEntry> entries, List<int> batch, PutOutcome[] outcomes, CancellationToken deadline)
    {
        try
        {
            var answer = await kinesis.PutRecordsAsync(
                new PutRecordsRequest { StreamName = stream, Records = batch.ConvertAll(index => ToRequest(entries[index])) }, deadline);
            if (answer.Records?.Count != batch.Count)
            {
                throw new InvalidDataException($"{answer.Records?.Count ?? 0} outcomes came for {batch.Count} records.");
            }

            for (var i = 0; i < batch.Count; i++)
            {
                outcomes[batch[i]] = Read(answer.Records[i], outcomes[batch[i]]);
            }

            return null;
        }
        catch (Exception failure) when (KinesisFailures.IsOfTheCall(failure))
        {
            var reason = await CreateMissingAsync(stream, failure, deadline);
            Fail(stream, reason, batch, outcomes, answerLost: KinesisFailures.MayBeDone(failure));
            return reason;
        }
    }

    /// <summary>When the stream is missing and may be created: waits until it is there.</summary>
    /// <returns>What kept it from being created; else the failure as it was.</returns>
    private async Task<Exception> CreateMissingAsync(string stream, Exception failure, CancellationToken deadline)
    {
        if (!CanBeCreated(failure))
        {
            return failure;
        }

        try
        {
            await missingStreams.CreateAsync(stream, deadline);
            return failure;
        }
        catch (Exception refusal) when (KinesisFailures.IsOfTheCall(refusal))
        {
            return refusal;
        }
    }

    private bool CanBeCreated(Exception failure) =>
        _options.CreateMissingStreams && failure is ResourceNotFoundException or ResourceInUseException;

    private bool MaySendAgain(Exception failure) => KinesisFailures.IsPassing(failure) || CanBeCreated(failure);

    private static bool MaySendAgain(PutOutcome outcome) =>
        outcome is { IsStored: false, ErrorCode: { } code } && KinesisFailures.IsPassing(code);

    private static void FailUnsent(string stream, Exception failure, PendingEntries pending, PutOutcome[] outcomes)
    {
        while (pending.Any)
        {
            Fail(stream, failure, pending.TakeBatch(), outcomes, answerLost: false);
        }
    }

    private static void Fail(string stream, Exception failure, List<int> batch, PutOutcome[] outcomes, bool answerLost)
    {
        var message = KinesisFailures.ToError(failure, stream).Message;
        foreach (var index in batch)
        {
            outcomes[index] = outcomes[index].Failed(CodeOf(failure), message, answerLost);
        }
    }

    private static string? CodeOf(Exception failure) => (failure as AmazonKinesisException)?.ErrorCode;

    private void Report(string stream, PutResult result)
    {
        var stored = result.Outcomes.Count(outcome => outcome.IsStored);
        metrics.Put(stored, result.Outcomes.Length - stored);
        if (result.Failure is { } failure && KinesisFailures.ToError(failure, stream).Status >= 500)
        {
            LogPutFailed(failure, stream, stored, result.Outcomes.Length);
        }
    }

    private static PutRecordsRequestEntry ToRequest(PutEntry entry) => new()
    {
        Data = new MemoryStream(entry.Data.Array!, entry.Data.Offset, entry.Data.Count, writable: false, publiclyVisible: true),
        PartitionKey = entry.PartitionKey,
        ExplicitHashKey = entry.ExplicitHashKey,
    };

    private static PutOutcome Read(PutRecordsResultEntry answer, PutOutcome before) =>
        answer is { ErrorCode: null, SequenceNumber: { } number, ShardId: { } shard }
            ? PutOutcome.Stored(shard, number)
            : before.Failed(answer.ErrorCode, answer.ErrorMessage, answerLost: false);
}
