using Ingest.Emulator.Events;
using Ingest.Emulator.Sending;

namespace Ingest.Emulator.Outcomes;

/// <summary>Counts what happened, for the report. For several threads.</summary>
internal sealed class Tally(EmulatorOptions options, TimeProvider time, IProgress<EmulatorProgress>? progress, CancellationTokenSource stop)
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(200);

    // All below are guarded by this lock.
    private readonly Lock _counting = new();
    private readonly Dictionary<(EmulatorPath, EmulatorSource), DestinationTally> _destinations = [];
    private readonly List<EmulatorFailure> _failures = [];
    private readonly long _started = time.GetTimestamp();
    private long _reported = time.GetTimestamp();
    private long _events;
    private long _retries;
    private int _failuresInARow;

    /// <summary>Whether the run was stopped because nothing was acknowledged any more.</summary>
    public bool TooManyFailures { get; private set; }

    public void Sending(Destination destination, IReadOnlyList<EmulatedEvent> records)
    {
        lock (_counting)
        {
            var counts = Of(destination);
            counts.Sent += records.Count;
            counts.Bytes += records.Sum(record => (long)record.Row(destination.Source).Length);
        }
    }

    public void Retrying(int records)
    {
        lock (_counting)
        {
            _retries += records;
        }
    }

    /// <summary>Takes the outcomes of a request; those that will be sent again are not counted yet.</summary>
    public void Answered(Destination destination, IReadOnlyList<EmulatedEvent> records, RecordOutcome[] outcomes, bool mayRetry)
    {
        var stopNow = false;
        lock (_counting)
        {
            var counts = Of(destination);
            for (var i = 0; i < outcomes.Length; i++)
            {
                switch (outcomes[i])
                {
                    case Stored stored:
                        counts.Add(stored);
                        break;
                    case NotStored failed when !(mayRetry && failed.Kind == FailureKind.Transient):
                        counts.Add(failed);
                        Keep(destination, records[i], failed);
                        break;
                }
            }

            _failuresInARow = outcomes.Any(outcome => outcome is Stored) ? 0 : _failuresInARow + 1;
            if (_failuresInARow == options.ConsecutiveFailuresMax && !TooManyFailures)
            {
                TooManyFailures = stopNow = true;
            }
        }

        // Outside the lock: whoever waits for the token goes on in here.
        if (stopNow)
        {
            stop.Cancel();
        }
    }

    /// <summary>So many events have an outcome for each of their records.</summary>
    public void Ended(int events)
    {
        lock (_counting)
        {
            _events += events;
            if (progress is not null && time.GetElapsedTime(_reported) >= ProgressInterval)
            {
                ReportProgress();
            }
        }
    }

    public EmulatorReport Report(EmulatorEnd end, string? reason, TimeSpan lateMax)
    {
        lock (_counting)
        {
            ReportProgress();
            return new EmulatorReport
            {
                End = end,
                EndReason = reason,
                Events = _events,
                Duration = time.GetElapsedTime(_started),
                LateMax = lateMax,
                Retries = _retries,
                Counts = [.. _destinations.Select(entry => entry.Value.Counts(entry.Key.Item1, entry.Key.Item2))],
                Failures = [.. _failures],
                TopicPositions = [.. _destinations.Values.SelectMany(counts => counts.TopicPositions())],
                StreamPositions = [.. _destinations.Values.SelectMany(counts => counts.StreamPositions())],
            };
        }
    }

    private void ReportProgress()
    {
        _reported = time.GetTimestamp();
        progress?.Report(new EmulatorProgress(
            _events,
            _destinations.Values.Sum(counts => counts.Acknowledged),
            _destinations.Values.Sum(counts => counts.Failed),
            time.GetElapsedTime(_started)));
    }

    private void Keep(Destination destination, EmulatedEvent record, NotStored failed)
    {
        if (_failures.Count < options.FailuresKept)
        {
            _failures.Add(new EmulatorFailure(
                destination.Path, destination.Source, record.Number, record.Index, failed.Kind == FailureKind.Unknown, failed.Reason));
        }
    }

    private DestinationTally Of(Destination destination)
    {
        var key = (destination.Path, destination.Source);
        return _destinations.TryGetValue(key, out var counts) ? counts : _destinations[key] = new DestinationTally(destination);
    }
}
