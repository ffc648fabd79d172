using Ingest.ObjectStore;

namespace Ingest.S3Sink.Plans;

/// <summary>Small questions to the store.</summary>
internal static class StoreReads
{
    extension(IObjectStore store)
    {
        public async Task<byte[]> ReadAllAsync(string key, CancellationToken cancellation)
        {
            await using var stream = await store.OpenReadAsync(key, cancellation);
            using var content = new MemoryStream();
            await stream.CopyToAsync(content, cancellation);
            return content.ToArray();
        }

        /// <summary>The first key, in order, that begins with a prefix; null when there is none.</summary>
        public async Task<string?> FirstKeyAsync(string prefix, CancellationToken cancellation)
        {
            await foreach (var entry in store.ListAsync(prefix, null, cancellation))
            {
                return entry.Key;
            }

            return null;
        }
    }
}
