using System.Text.Json;
using System.Text.Json.Serialization;
using Analytics.Worker.Batch;
using Analytics.Worker.Pipelines;
using Analytics.Worker.Tables;
using Ingest.ObjectStore;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Runs;

/// <summary>The objects that a run reads: listed and written down before it is submitted, never changed.</summary>
internal sealed class RunInputs(Pipeline pipeline, WorkerStores stores, TopicListing listing, RunRecords records, IOptions<RunsOptions> options)
{
    private static readonly Dictionary<int, PartitionPosition> FromTheBeginning = [];

    private readonly IObjectStore _store = stores.Objects;

    /// <summary>Lists every object of the pipeline's topics, and writes the list down; gives the one that is there already.</summary>
    /// <exception cref="RunRefusedException">There are none, or too many.</exception>
    public async Task<RunManifest> CreateOrReadAsync(string run, string bucketUri, CancellationToken cancellation)
    {
        if (await ReadAsync(run, cancellation) is { } there)
        {
            return there;
        }

        var manifest = await ListAsync(run, bucketUri, cancellation);
        var content = JsonSerializer.SerializeToUtf8Bytes(manifest, RunManifestJson.Default.RunManifest);
        return await _store.TryCreateAsync(records.Keys.Inputs(run), content, cancellation)
            ? manifest
            : await ReadAsync(run, cancellation) ?? throw new IOException($"{records.Keys.Inputs(run)} exists and cannot be found.");
    }

    /// <summary>What a run reads; null when that has not been written down.</summary>
    public async Task<RunManifest?> ReadAsync(string run, CancellationToken cancellation)
    {
        try
        {
            await using var content = await _store.OpenReadAsync(records.Keys.Inputs(run), cancellation);
            return await JsonSerializer.DeserializeAsync(content, RunManifestJson.Default.RunManifest, cancellation);
        }
        catch (ObjectNotFoundException)
        {
            // They are listed when the run's turn comes.
            return null;
        }
        catch (JsonException invalid)
        {
            throw new RunRefusedException($"{records.Keys.Inputs(run)} cannot be read: {invalid.Message}", invalid);
        }
    }

    private async Task<RunManifest> ListAsync(string run, string bucketUri, CancellationToken cancellation)
    {
        var sources = new Dictionary<string, IReadOnlyList<RunInput>>();
        foreach (var source in pipeline.Sources)
        {
            // One more than may be, so that too many are seen.
            var partitions = await listing.FindNewAsync(source, FromTheBeginning, options.Value.ObjectsMax + 1, cancellation);
            sources[source.Name] =
            [
                .. partitions.SelectMany(partition => partition)
                    .Select(found => new RunInput($"{bucketUri}/{found.Key}", found.Key, found.SizeBytes, found.ETag)),
            ];
        }

        var objects = sources.Values.Sum(inputs => inputs.Count);
        if (objects == 0)
        {
            throw new RunRefusedException($"There is nothing to read: the bucket has no objects of {string.Join(", ", pipeline.Sources.Select(source => source.Topic))}.");
        }

        return objects <= options.Value.ObjectsMax
            ? new RunManifest(run, sources, objects, sources.Values.SelectMany(inputs => inputs).Sum(input => input.Bytes))
            : throw new RunRefusedException($"The topics have more than {options.Value.ObjectsMax} objects (Runs:ObjectsMax).");
    }
}

/// <summary>What a run reads: <c>inputs.json</c>.</summary>
/// <param name="Run">The run.</param>
/// <param name="Sources">The objects of each source, partition by partition in the order of their offsets.</param>
/// <param name="Objects">How many they are.</param>
/// <param name="Bytes">Their size together.</param>
internal sealed record RunManifest(string Run, IReadOnlyDictionary<string, IReadOnlyList<RunInput>> Sources, int Objects, long Bytes);

/// <summary>An object to read.</summary>
/// <param name="Uri">Where it is, as the engine sees it.</param>
/// <param name="Key">Its key in the bucket.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="ETag">What it was when it was listed.</param>
internal sealed record RunInput(string Uri, string Key, long Bytes, [property: JsonPropertyName("etag")] string ETag);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RunManifest))]
internal sealed partial class RunManifestJson : JsonSerializerContext;
