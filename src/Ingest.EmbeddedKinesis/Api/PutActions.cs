using System.Globalization;
using System.Text;
using System.Text.Json;
using Ingest.EmbeddedKinesis.Shards;
using Ingest.EmbeddedKinesis.Streams;
using Microsoft.Extensions.Options;

namespace Ingest.EmbeddedKinesis.Api;

/// <summary>PutRecord and PutRecords. Answered when everything that is called stored is flushed to disk.</summary>
internal sealed partial class PutActions(
    StreamLookup lookup, IOptions<EmbeddedKinesisOptions> options, KinesisMetrics metrics, ILogger<PutActions> log)
{
    private const int RecordsMax = 500;

    private readonly EmbeddedKinesisOptions _options = options.Value;

    public async Task PutRecordAsync(KinesisRequest request, Utf8JsonWriter answer, CancellationToken cancellation)
    {
        var name = StreamLookup.NameIn(request);
        var validation = new Validation();
        Check(validation, request.Entry, "");
        validation.SequenceNumber(request.SequenceNumberForOrdering, "sequenceNumberForOrdering").Name(name, "streamName").ThrowIfBroken();
        var entry = Accept(request.Entry);
        var shard = lookup.GetActive(name!).ShardOf(entry.HashKey);
        var index = await AppendAsync(shard, [entry], name!, cancellation);
        metrics.Put(1);

        answer.WriteStartObject();
        answer.WriteString("ShardId", shard.Id);
        answer.WriteString("SequenceNumber", shard.NumberOf(index).ToString());
        answer.WriteString("EncryptionType", "NONE");
        answer.WriteEndObject();
    }

    public async Task PutRecordsAsync(KinesisRequest request, Utf8JsonWriter answer, CancellationToken cancellation)
    {
        var name = StreamLookup.NameIn(request);
        CheckAll(request.Records, name);
        var entries = request.Records!.ConvertAll(Accept);
        if (entries.Sum(entry => (long)entry.PartitionKeyBytes + entry.Data.Bytes) > _options.PutRecordsBytesMax)
        {
            var max = _options.PutRecordsBytesMax;
            throw KinesisException.Invalid($"Records size exceeds {(max % (1 << 20) == 0 ? $"{max >> 20} MB" : $"{max} bytes")} limit");
        }

        var stream = lookup.GetActive(name!);
        var outcomes = new PutOutcome[entries.Count];
        await Task.WhenAll(Enumerable.Range(0, entries.Count)
            .GroupBy(i => stream.ShardOf(entries[i].HashKey))
            .Select(group => PutAsync(stream, group.Key, [.. group], entries, outcomes, cancellation)));
        WriteOutcomes(answer, outcomes);
    }

    private async Task PutAsync(
        KinesisStream stream, Shard shard, int[] which, List<PutEntry> entries, PutOutcome[] outcomes, CancellationToken cancellation)
    {
        try
        {
            var first = await AppendAsync(shard, Array.ConvertAll(which, i => entries[i]), stream.Name, cancellation);
            metrics.Put(which.Length);
            for (var i = 0; i < which.Length; i++)
            {
                outcomes[which[i]] = new PutOutcome(shard, first + i);
            }
        }
        catch (IOException failure)
        {
            // One shard's disk trouble is the outcome of its records alone: the others may be stored already.
            LogShardFailed(failure, stream.Name, shard.Id, which.Length);
        }
    }

    private async Task<long> AppendAsync(Shard shard, PutEntry[] entries, string streamName, CancellationToken cancellation)
    {
        try
        {
            return await shard.AppendAsync(entries, cancellation);
        }
        catch (ObjectDisposedException)
        {
            // The stream was deleted after it was found.
            throw lookup.NotFound(streamName);
        }
    }

    private static void WriteOutcomes(Utf8JsonWriter answer, PutOutcome[] outcomes)
    {
        answer.WriteStartObject();
        answer.WriteNumber("FailedRecordCount", outcomes.Count(outcome => outcome.Shard is null));
        answer.WriteString("EncryptionType", "NONE");
        answer.WriteStartArray("Records");
        foreach (var (shard, index) in outcomes)
        {
            answer.WriteStartObject();
            if (shard is not null)
            {
                answer.WriteString("ShardId", shard.Id);
                answer.WriteString("SequenceNumber", shard.NumberOf(index).ToString());
            }
            else
            {
                answer.WriteString("ErrorCode", KinesisException.InternalFailure);
                answer.WriteString("ErrorMessage", "Internal service failure.");
            }

            answer.WriteEndObject();
        }

        answer.WriteEndArray();
        answer.WriteEndObject();
    }

    private void CheckAll(List<RequestEntry>? entries, string? streamName)
    {
        var validation = new Validation().NotNull(entries, "records");
        if (entries is not null)
        {
            validation.Count(entries.Count, "records", RecordsMax);
            for (var i = 0; i < Math.Min(entries.Count, RecordsMax); i++)
            {
                Check(validation, entries[i], $"records.{i + 1}.member.");
            }
        }

        validation.Name(streamName, "streamName").ThrowIfBroken();
    }

    private void Check(Validation validation, RequestEntry entry, string path)
    {
        validation.PartitionKey(entry.PartitionKey, path + "partitionKey").HashKey(entry.ExplicitHashKey, path + "explicitHashKey");
        if (entry.Data is { } data)
        {
            // Key and data share the limit; alone the data is what the service names.
            var key = data.Bytes > _options.RecordBytesMax ? 0 : Encoding.UTF8.GetByteCount(entry.PartitionKey ?? "");
            validation.DataLength(data.Bytes, path + "data", _options.RecordBytesMax - key);
        }
        else
        {
            validation.NotNull(null, path + "data");
        }
    }

    private static PutEntry Accept(RequestEntry entry)
    {
        var key = entry.PartitionKey!;
        UInt128 hashKey;
        if (entry.ExplicitHashKey is not { } explicitKey)
        {
            hashKey = HashRange.KeyOf(key);
        }
        else if (!UInt128.TryParse(explicitKey, NumberStyles.None, CultureInfo.InvariantCulture, out hashKey))
        {
            throw KinesisException.Invalid(
                $"Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was {explicitKey}");
        }

        return new PutEntry(key, Encoding.UTF8.GetByteCount(key), hashKey, entry.Data!.Value);
    }

    [LoggerMessage(21, LogLevel.Error, "{Stream} {Shard} took none of {Records} records")]
    private partial void LogShardFailed(Exception failure, string stream, string shard, int records);

    /// <summary>Where a record stands; without a shard it is not stored.</summary>
    private readonly record struct PutOutcome(Shard? Shard, long Index);
}
