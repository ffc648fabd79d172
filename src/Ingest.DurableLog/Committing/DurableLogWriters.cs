using System.Collections.Concurrent;

namespace Ingest.DurableLog.Committing;

/// <summary>The threads that write and flush for any number of logs.</summary>
/// <remarks>
/// A thread takes several logs that have something to write as one round: it writes them all, then flushes one after the other.
/// On a journaling file system the first flush commits what the others need too, so a thousand small logs cost much less than a
/// thousand flushes of their own. There is no timer: a lone append is written at once.
/// </remarks>
public sealed class DurableLogWriters : IDisposable
{
    private const int RoundLogsMax = 64;

    private static readonly Lazy<DurableLogWriters> OfProcess = new(() => new DurableLogWriters(Math.Clamp(Environment.ProcessorCount, 2, 8)));

    private readonly BlockingCollection<LogCommitter> _dirty = [];
    private readonly int _threads;

    /// <summary>Starts the threads.</summary>
    /// <param name="threads">How many, 1 to 64: as many flushes can be under way at a time.</param>
    public DurableLogWriters(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, 64);
        _threads = threads;
        for (var i = 0; i < threads; i++)
        {
            new Thread(Run) { IsBackground = true, Name = $"log writer {i}" }.Start();
        }
    }

    /// <summary>Those that logs share which name no others.</summary>
    public static DurableLogWriters Shared => OfProcess.Value;

    /// <summary>Ends the threads when they have written what is queued. Logs that use them must be closed before.</summary>
    public void Dispose() => _dirty.CompleteAdding();

    internal void Enqueue(LogCommitter log) => _dirty.Add(log);

    private void Run()
    {
        var round = new List<LogCommitter>(RoundLogsMax);
        foreach (var first in _dirty.GetConsumingEnumerable())
        {
            round.Add(first);
            var fair = Math.Min(RoundLogsMax, 1 + (_dirty.Count / _threads));
            while (round.Count < fair && _dirty.TryTake(out var next))
            {
                round.Add(next);
            }

            foreach (var log in round)
            {
                log.Write();
            }

            foreach (var log in round)
            {
                log.Flush();
            }

            round.Clear();
        }
    }
}
