using System.Text.Json;
using Ingest.DurableLog;

namespace Ingest.EmbeddedKinesis.Streams;

/// <summary>Opening and closing: before the first request, after the last.</summary>
internal sealed partial class StreamCatalog
{
    private const int EventsPerRead = 1000;
    private const int EventBytesPerRead = 1 << 20;

    private string StreamsDirectory => Path.Combine(Path.GetFullPath(_options.DataDirectory), "streams");

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            _events = await DurableLog.DurableLog.OpenOrCreateAsync(
                Path.Combine(Path.GetFullPath(_options.DataDirectory), "streams.log"), _logOptions, cancellationToken);
            var living = Replay(_events);
            RemoveLeftovers(living);
            await Parallel.ForEachAsync(living.Values, cancellationToken, async (created, cancellation) =>
            {
                var stream = await KinesisStream.OpenAsync(created, DateTimeOffset.MinValue, DirectoryOf(created.Id), _logOptions, time, cancellation);
                _streams[created.Name] = stream;
                LogWhatRecoveryFound(stream);
            });
            LogOpened(_options.DataDirectory, _streams.Count, Shards);
        }
        catch
        {
            await StopAsync(CancellationToken.None);
            throw;
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(_streams.Values.Select(stream => stream.DisposeAsync().AsTask()));

        if (_events is { } events)
        {
            await events.DisposeAsync();
        }
    }

    private void LogWhatRecoveryFound(KinesisStream stream)
    {
        foreach (var shard in stream.Shards)
        {
            if (shard.Recovery.TornBytes > 0)
            {
                LogTornTail(stream.Name, shard.Id, shard.Recovery.TornBytes);
            }

            foreach (var damage in shard.Recovery.Damage)
            {
                LogDamaged(stream.Name, shard.Id, damage.FirstOffset, damage.NextOffset, damage.Bytes, damage.Position, damage.Segment);
            }
        }
    }

    private Dictionary<int, StreamEvent> Replay(DurableLog.DurableLog events)
    {
        var living = new Dictionary<int, StreamEvent>();
        long next = 0;
        while (events.Read(next, EventsPerRead, EventBytesPerRead) is { Count: > 0 } page)
        {
            foreach (var entry in page)
            {
                Apply(entry, living);
            }

            next = page[^1].NextOffset;
        }

        return living;
    }

    private void Apply(LogEntry record, Dictionary<int, StreamEvent> living)
    {
        var entry = JsonSerializer.Deserialize(record.Data.Span, StreamEventJson.Default.StreamEvent);
        switch (entry)
        {
            case { Event: StreamEvent.Created }:
                living.Add(entry.Id, entry);
                _lastId = Math.Max(_lastId, entry.Id);
                _lastCreated = Math.Max(_lastCreated, entry.CreatedMilliseconds);
                break;
            case { Event: StreamEvent.Deleted }:
                living.Remove(entry.Id);
                break;
            default:
                throw new InvalidDataException($"Record {record.Offset} of {_events!.Path} is an event this version does not know.");
        }
    }

    private void RemoveLeftovers(Dictionary<int, StreamEvent> living)
    {
        if (!Directory.Exists(StreamsDirectory))
        {
            return;
        }

        var owned = living.Keys.Select(DirectoryOf).ToHashSet(StringComparer.Ordinal);
        foreach (var directory in Directory.EnumerateDirectories(StreamsDirectory).Where(directory => !owned.Contains(directory)))
        {
            LogLeftover(directory);
            Directory.Delete(directory, recursive: true);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Opened {Directory}: {Streams} streams, {Shards} shards")]
    private partial void LogOpened(string directory, int streams, int shards);

    [LoggerMessage(2, LogLevel.Information, "Created stream {Stream} with {Shards} shards as {Id}")]
    private partial void LogCreated(string stream, int shards, int id);

    [LoggerMessage(3, LogLevel.Information, "Deleted stream {Stream}, which was {Id}")]
    private partial void LogDeleted(string stream, int id);

    [LoggerMessage(4, LogLevel.Warning, "{Stream} {Shard}: cut off {Bytes} bytes that a crash left half written; they had not been acknowledged")]
    private partial void LogTornTail(string stream, string shard, long bytes);

    [LoggerMessage(5, LogLevel.Information, "Removing {Directory}: no stream owns it, so a creation or deletion was cut short")]
    private partial void LogLeftover(string directory);

    [LoggerMessage(6, LogLevel.Warning, "Deleted stream {Stream}, but {Directory} could not be removed; the next start tries again")]
    private partial void LogFilesLeft(Exception failure, string stream, string directory);

    [LoggerMessage(7, LogLevel.Error, "{Stream} {Shard}: records {First} up to {Next} cannot be read: {Bytes} bytes from byte {Position} of {Segment}")]
    private partial void LogDamaged(string stream, string shard, long first, long next, long bytes, long position, string segment);
}
