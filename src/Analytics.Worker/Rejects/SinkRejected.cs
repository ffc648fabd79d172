using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Analytics.Worker.Batch;
using Analytics.Worker.Pipelines;
using Ingest.ObjectStore;

namespace Analytics.Worker.Rejects;

/// <summary>
/// The records that the sink could not make lines of, tombstones and what is not JSON: it keeps them in the bucket, as
/// <c>rejected/&lt;topic&gt;/partition=&lt;p&gt;/….json</c>, a line each.
/// </summary>
/// <remarks>Listing costs what there are objects of them; the newest of each partition are read.</remarks>
internal sealed class SinkRejected(IObjectStore store, Pipeline pipeline)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The newest records of each partition, at most <paramref name="rowsMax"/> and <paramref name="bytesMax"/> of content, but one at least.</summary>
    public async Task<IReadOnlyList<RejectedRow>> ReadNewestAsync(int rowsMax, long bytesMax, CancellationToken cancellation)
    {
        var rows = new List<RejectedRow>();
        foreach (var source in pipeline.Sources)
        {
            foreach (var keys in await NewestKeysAsync(source.Topic, rowsMax, cancellation))
            {
                rows.AddRange(await ReadNewestAsync(source.Name, keys.Reverse(), rowsMax, bytesMax, cancellation));
            }
        }

        return rows;
    }

    /// <summary>The last objects of each partition, as many as may be needed when each holds one record.</summary>
    private async Task<IReadOnlyCollection<Queue<string>>> NewestKeysAsync(string topic, int objectsMax, CancellationToken cancellation)
    {
        var partitions = new Dictionary<string, Queue<string>>();
        await foreach (var entry in store.ListAsync($"rejected/{topic}/", null, cancellation))
        {
            var partition = entry.Key[..(entry.Key.LastIndexOf('/') + 1)];
            var keys = partitions.TryGetValue(partition, out var known) ? known : partitions[partition] = new Queue<string>();
            keys.Enqueue(entry.Key);
            if (keys.Count > objectsMax)
            {
                keys.Dequeue();
            }
        }

        return partitions.Values;
    }

    private async Task<List<RejectedRow>> ReadNewestAsync(
        string source, IEnumerable<string> keys, int rowsMax, long bytesMax, CancellationToken cancellation)
    {
        var rows = new List<RejectedRow>();
        var bytes = 0L;
        foreach (var key in keys)
        {
            await using var content = await store.OpenReadAsync(key, cancellation);
            using var reader = new StreamReader(content, Utf8);
            var lines = new List<RejectedRow>();
            while (await reader.ReadLineAsync(cancellation) is { } line)
            {
                lines.Add(RowOf(source, key, JsonSerializer.Deserialize(line, SinkRejectedJson.Default.SinkRejectedLine)!));
            }

            foreach (var row in Enumerable.Reverse(lines))
            {
                bytes += row.Bytes.Length;
                if (rows.Count == rowsMax || (rows.Count > 0 && bytes > bytesMax))
                {
                    return rows;
                }

                rows.Add(row);
            }
        }

        return rows;
    }

    private static RejectedRow RowOf(string source, string key, SinkRejectedLine line)
    {
        var bytes = line.Value ?? [];
        var at = DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(0, line.Timestamp)).UtcDateTime;
        return new RejectedRow(
            BatchTables.Path, source, key, $"offset {line.Offset.ToString(CultureInfo.InvariantCulture)}", line.Reason, at, bytes, TextOf(bytes));
    }

    private static string? TextOf(byte[] bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null; // bytes that are no text are given as bytes
        }
    }
}

/// <summary>A record as the sink sets it aside.</summary>
internal sealed record SinkRejectedLine(long Offset, long Timestamp, string Reason, byte[]? Key, byte[]? Value);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SinkRejectedLine))]
internal sealed partial class SinkRejectedJson : JsonSerializerContext;
