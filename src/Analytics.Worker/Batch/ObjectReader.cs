using Analytics.Worker.Faults;
using Ingest.ObjectStore;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Batch;

/// <summary>Reads the lines of planned objects.</summary>
internal sealed class ObjectReader(IObjectStore store, IOptions<BatchOptions> options)
{
    /// <summary>The lines of an object.</summary>
    /// <exception cref="PermanentFaultException">It is gone: what was planned cannot be taken in any more.</exception>
    public async IAsyncEnumerable<ObjectLine> ReadAsync(
        string key, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var content = await OpenAsync(key, cancellation);
        await foreach (var line in LineReader.ReadAsync(content, options.Value.LineBytesMax, cancellation))
        {
            yield return line;
        }
    }

    /// <summary>How many lines that are not empty an object holds; null when it is gone.</summary>
    public async Task<long?> CountAsync(string key, CancellationToken cancellation)
    {
        var records = 0L;
        try
        {
            await foreach (var _ in ReadAsync(key, cancellation))
            {
                records++;
            }
        }
        catch (PermanentFaultException)
        {
            // It is gone; for a count that is an answer, not a fault.
            return null;
        }

        return records;
    }

    private async Task<System.IO.Stream> OpenAsync(string key, CancellationToken cancellation)
    {
        try
        {
            return await store.OpenReadAsync(key, cancellation);
        }
        catch (ObjectNotFoundException gone)
        {
            throw new PermanentFaultException($"{key} was planned and is no longer in the bucket.", gone);
        }
    }
}
