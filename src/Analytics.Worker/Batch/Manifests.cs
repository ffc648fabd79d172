using System.Globalization;
using System.Text.Json;
using Analytics.Worker.Faults;
using Ingest.ObjectStore;

namespace Analytics.Worker.Batch;

/// <summary>The manifests of the bucket: <c>manifests/batch/&lt;number&gt;.json</c>.</summary>
internal sealed class Manifests(IObjectStore store)
{
    /// <summary>The manifest of a number; null when there is none yet.</summary>
    public async Task<Manifest?> ReadAsync(long number, CancellationToken cancellation)
    {
        try
        {
            await using var content = await store.OpenReadAsync(KeyOf(number), cancellation);
            return await JsonSerializer.DeserializeAsync(content, ManifestJson.Default.Manifest, cancellation);
        }
        catch (ObjectNotFoundException)
        {
            // Manifests are numbered without gaps, so this is the next one to write.
            return null;
        }
        catch (JsonException invalid)
        {
            throw new PermanentFaultException($"{KeyOf(number)} cannot be read: {invalid.Message}", invalid);
        }
    }

    /// <summary>Creates a manifest, or gives the one that has the number: a rival's, or our own whose creation seemed to fail.</summary>
    public async Task<Manifest> CreateOrReadAsync(Manifest manifest, CancellationToken cancellation)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(manifest, ManifestJson.Default.Manifest);
        return await store.TryCreateAsync(KeyOf(manifest.Number), content, cancellation)
            ? manifest
            : await ReadAsync(manifest.Number, cancellation) ?? throw new IOException($"{KeyOf(manifest.Number)} exists and cannot be found.");
    }

    private static string KeyOf(long number) => string.Create(CultureInfo.InvariantCulture, $"manifests/batch/{number:D20}.json");
}
