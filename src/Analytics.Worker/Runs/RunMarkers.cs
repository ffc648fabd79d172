using System.Text.Json;
using System.Text.Json.Serialization;
using Analytics.Worker.Results;
using Analytics.Worker.Tables;
using Ingest.ObjectStore;

namespace Analytics.Worker.Runs;

/// <summary>The markers of complete results, <c>results/_SUCCESS.json</c>: what a run writes last.</summary>
internal sealed class RunMarkers(WorkerStores stores, RunRecords records)
{
    /// <summary>The marker of a run; null when its results are not complete.</summary>
    /// <exception cref="RunRefusedException">There is one that is no marker of this run.</exception>
    public async Task<RunMarker?> ReadAsync(string run, CancellationToken cancellation)
    {
        var key = records.Keys.Marker(run);
        try
        {
            await using var content = await stores.Objects.OpenReadAsync(key, cancellation);
            var marker = await JsonSerializer.DeserializeAsync(content, RunMarkerJson.Default.RunMarker, cancellation);
            return marker?.Run == run ? marker : throw new RunRefusedException($"{key} is the marker of run '{marker?.Run}'.");
        }
        catch (ObjectNotFoundException)
        {
            // It is written last, so it is missing while anything is.
            return null;
        }
        catch (JsonException invalid)
        {
            throw new RunRefusedException($"{key} cannot be read: {invalid.Message}", invalid);
        }
    }

    /// <summary>Marks the results of a run that was carried out here; a second marker changes nothing.</summary>
    public Task CreateAsync(RunMarker marker, CancellationToken cancellation) => stores.Objects.TryCreateAsync(
        records.Keys.Marker(marker.Run), JsonSerializer.SerializeToUtf8Bytes(marker, RunMarkerJson.Default.RunMarker), cancellation);
}

/// <summary>That a run's results are complete, and how many they are.</summary>
/// <param name="Run">The run.</param>
/// <param name="Queries">Each query and the rows of its answer.</param>
/// <param name="Sources">Rows and rejected records of each source.</param>
internal sealed record RunMarker(string Run, IReadOnlyList<AnsweredQuery> Queries, IReadOnlyDictionary<string, SourceCounts> Sources);

/// <summary>A query and the size of its answer.</summary>
/// <param name="Id">The query.</param>
/// <param name="Rows">The rows of its answer.</param>
internal sealed record AnsweredQuery(string Id, long Rows);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RunMarker))]
internal sealed partial class RunMarkerJson : JsonSerializerContext;
