using Ingest.Emulator.Drawing;
using Ingest.Emulator.Events;

namespace Ingest.Emulator.Sending;

/// <summary>Says when a batch of events is due, and waits for it. For one caller at a time.</summary>
internal sealed class Pace(EmulatorOptions options, TimeProvider time)
{
    private readonly ClassicSequence _sequence = new(options.Seed);
    private readonly long _started = time.GetTimestamp();

    /// <summary>The most that a batch was behind its time.</summary>
    public TimeSpan LateMax { get; private set; }

    public Task WaitAsync(EmulatedEvent[] batch, CancellationToken cancellationToken)
    {
        if (options.Classic)
        {
            var sleep = batch.Aggregate(TimeSpan.Zero, (sum, _) => sum + _sequence.Next().Sleep);
            return Task.Delay(sleep, time, cancellationToken);
        }

        if (options.Rate == 0)
        {
            return Task.CompletedTask;
        }

        // From the start, not from the batch before: a late one does not shift those after it.
        var wait = TimeSpan.FromSeconds(batch[^1].Number / options.Rate) - time.GetElapsedTime(_started);
        if (wait > TimeSpan.Zero)
        {
            return Task.Delay(wait, time, cancellationToken);
        }

        LateMax = -wait > LateMax ? -wait : LateMax;
        return Task.CompletedTask;
    }
}
