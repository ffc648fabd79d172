namespace Ingest.Emulator.Events;

/// <summary>Where events come from; they are numbered from 0.</summary>
internal interface IEventSource
{
    /// <summary>The first <paramref name="count"/> events, or as many as there are, made or read as they are asked for.</summary>
    /// <exception cref="BadEventException">The next event cannot be read.</exception>
    /// <exception cref="IOException">Nothing can be read at all; thrown in place of the first event.</exception>
    IAsyncEnumerable<EmulatedEvent> ReadAsync(long count, CancellationToken cancellationToken);
}
