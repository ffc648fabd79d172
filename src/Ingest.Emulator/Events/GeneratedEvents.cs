using Ingest.Emulator.Drawing;

namespace Ingest.Emulator.Events;

/// <summary>Events without an end: the classic sequence of indexes, each with its generated row.</summary>
internal sealed class GeneratedEvents(long seed) : IEventSource
{
    public IAsyncEnumerable<EmulatedEvent> ReadAsync(long count, CancellationToken cancellationToken) => Read(count).ToAsyncEnumerable();

    public IEnumerable<EmulatedEvent> Read(long count)
    {
        var sequence = new ClassicSequence(seed);
        for (var number = 0L; number < count; number++)
        {
            yield return GeneratedRows.Event(seed, number, sequence.Next().Index);
        }
    }
}
