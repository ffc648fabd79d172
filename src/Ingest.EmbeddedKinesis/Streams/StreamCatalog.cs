using System.Collections.Concurrent;
using System.Text.Json;
using Ingest.DurableLog;
using Microsoft.Extensions.Options;

namespace Ingest.EmbeddedKinesis.Streams;

/// <summary>The streams there are, and the only place that creates and deletes them.</summary>
/// <remarks>
/// In the data directory: <c>streams.log</c>, a durable log of <see cref="StreamEvent"/>, and <c>streams/&lt;id&gt;/</c> with a log
/// per shard. A stream exists when its creation is in <c>streams.log</c> and its deletion is not, so both are atomic; a
/// directory that no stream owns is a creation or deletion cut short, and is removed at start. Names never become paths.
/// </remarks>
internal sealed partial class StreamCatalog(
    IOptions<EmbeddedKinesisOptions> options, DurableLogMetrics metrics, TimeProvider time, ILogger<StreamCatalog> log) : IHostedService, IDisposable
{
    private readonly EmbeddedKinesisOptions _options = options.Value;
    private readonly DurableLogOptions _logOptions = new()
    {
        Metrics = metrics,
        PendingBytesMax = options.Value.PendingBytesMax,
    };

    private readonly ConcurrentDictionary<string, KinesisStream> _streams = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _changing = new(1, 1);
    private DurableLog.DurableLog? _events;
    private int _lastId;

    /// <summary>Never goes back though the clock may: sequence numbers start with it.</summary>
    private long _lastCreated;

    /// <summary>All streams, by name in the order of their bytes.</summary>
    public IEnumerable<KinesisStream> All => _streams.Values.OrderBy(stream => stream.Name, StringComparer.Ordinal);

    public int Shards => _streams.Values.Sum(stream => stream.Shards.Count);

    /// <summary>What failed in any of the logs; empty when all take records.</summary>
    public IEnumerable<Exception> Failures => _streams.Values
        .SelectMany(stream => stream.Shards.Select(shard => shard.Failure)).Append(_events?.Failure).OfType<Exception>();

    public KinesisStream? Find(string name) => _streams.GetValueOrDefault(name);

    /// <summary>Creates a stream, durable when this returns.</summary>
    /// <returns>What stands against it, or null.</returns>
    public async Task<CreateRefusal?> CreateAsync(string name, int shards, bool onDemand, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            if (_streams.ContainsKey(name))
            {
                return CreateRefusal.Exists;
            }

            if (shards > _options.ShardsMax - Shards || _lastId == Ingest.EmbeddedKinesis.Shards.SequenceNumber.StreamIdMax)
            {
                return CreateRefusal.TooManyShards;
            }

            // Whatever happens to this creation, the id is gone: a directory half made must never become a stream's.
            var now = time.GetUtcNow();
            _lastCreated = Math.Max(_lastCreated, now.ToUnixTimeMilliseconds());
            var created = new StreamEvent(StreamEvent.Created, ++_lastId, name, shards, _lastCreated, onDemand);
            var activeFrom = _options.CreateStreamDelay == TimeSpan.Zero ? DateTimeOffset.MinValue : now + _options.CreateStreamDelay;
            var stream = await KinesisStream.OpenAsync(created, activeFrom, DirectoryOf(created.Id), _logOptions, time, CancellationToken.None);
            try
            {
                await AppendAsync(created);
            }
            catch
            {
                await stream.DisposeAsync();
                throw;
            }

            _streams[name] = stream;
            LogCreated(name, shards, created.Id);
            return null;
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Deletes a stream and its records, durable when this returns.</summary>
    /// <returns>False when there is none of that name.</returns>
    public async Task<bool> DeleteAsync(string name, CancellationToken cancellation)
    {
        await _changing.WaitAsync(cancellation);
        try
        {
            if (!_streams.TryGetValue(name, out var stream))
            {
                return false;
            }

            await AppendAsync(stream.Deletion);
            _streams.TryRemove(name, out _);
            await RemoveFilesAsync(stream);
            LogDeleted(name, stream.Id);
            return true;
        }
        finally
        {
            _changing.Release();
        }
    }

    public void Dispose() => _changing.Dispose();

    private async Task RemoveFilesAsync(KinesisStream stream)
    {
        try
        {
            await stream.DisposeAsync();
            Directory.Delete(DirectoryOf(stream.Id), recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The stream is gone all the same; the next start tries again.
            LogFilesLeft(failure, stream.Name, DirectoryOf(stream.Id));
        }
    }

    private Task<long> AppendAsync(StreamEvent entry) =>
        _events!.AppendAsync(JsonSerializer.SerializeToUtf8Bytes(entry, StreamEventJson.Default.StreamEvent));

    private string DirectoryOf(int id) => Path.Combine(StreamsDirectory, $"{id:D8}");
}
