using System.Runtime.CompilerServices;
using Ingest.Emulator.Events;
using Ingest.Emulator.Events.Tables;
using Ingest.Emulator.Outcomes;
using Ingest.Emulator.Sending;

namespace Ingest.Emulator;

/// <summary>Posts events to both paths of a gateway, as the classic emulator does or under load.</summary>
/// <param name="http">The client to send with; its own <see cref="HttpClient.Timeout"/> holds beside the request's time-out.</param>
/// <param name="time">The clock of pauses, time-outs and durations.</param>
public sealed class EventEmulator(HttpClient http, TimeProvider time)
{
    /// <summary>Sends until the events end, <paramref name="cancellationToken"/> says stop, or nothing is acknowledged any more.</summary>
    /// <param name="options">What to send, where to, how fast.</param>
    /// <param name="progress">Told how far the run is; must not block.</param>
    /// <param name="cancellationToken">Stops the run; what was done by then is in the report.</param>
    /// <returns>What was done. Failed records do not throw: they are counted, the first with their reasons.</returns>
    /// <exception cref="ArgumentException">Options do not hold; the message names each.</exception>
    /// <exception cref="IOException">
    /// The acknowledgement log or a source file cannot be opened, read or written; or the database cannot be reached, or lacks tables, columns
    /// or rows, and then nothing was sent.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The same, for want of rights.</exception>
    public async Task<EmulatorReport> RunAsync(
        EmulatorOptions options, IProgress<EmulatorProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        EmulatorOptionsChecks.ThrowIfInvalid(options);
        using var log = new AckLog(options.AckLog);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // Requests under way are not cut off with the run: a record that was stored should be counted as such.
        using var giveUp = new CancellationTokenSource();
        await using var drained = time.CreateTimer(_ => giveUp.Cancel(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        using var draining = stop.Token.Register(() => drained.Change(options.DrainTimeout, Timeout.InfiniteTimeSpan));
        var tally = new Tally(options, time, progress, stop);
        var sender = new Sender(http, options, tally, log, time);
        var pace = new Pace(options, time);

        var (end, reason) = (EmulatorEnd.Completed, (string?)null);
        try
        {
            await Parallel.ForEachAsync(
                DueBatchesAsync(options, pace, stop.Token),
                new ParallelOptions { MaxDegreeOfParallelism = options.EffectiveConcurrency, CancellationToken = stop.Token },
                async (batch, _) => await sender.SendAsync(batch, giveUp.Token));
        }
        catch (OperationCanceledException) when (tally.TooManyFailures)
        {
            (end, reason) = (EmulatorEnd.TooManyFailures, $"{options.ConsecutiveFailuresMax} requests in a row without an acknowledged record");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            (end, reason) = (EmulatorEnd.Cancelled, "cancelled");
        }
        catch (BadEventException bad)
        {
            (end, reason) = (EmulatorEnd.BadEvents, bad.Message);
        }

        return tally.Report(end, reason, pace.LateMax);
    }

    private static async IAsyncEnumerable<EmulatedEvent[]> DueBatchesAsync(
        EmulatorOptions options, Pace pace, [EnumeratorCancellation] CancellationToken stopping)
    {
        IEventSource source = options switch
        {
            { Database: { } database } => new DatabaseEvents(database, options.Seed),
            { SourceDirectory: { } directory } => new NdjsonEvents(directory),
            _ => new GeneratedEvents(options.Seed),
        };
        await foreach (var batch in source.ReadAsync(options.Events ?? long.MaxValue, stopping).Chunk(options.Batch).WithCancellation(stopping))
        {
            await pace.WaitAsync(batch, stopping);
            yield return batch;
        }
    }
}
