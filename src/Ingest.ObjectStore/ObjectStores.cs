using System.ComponentModel.DataAnnotations;
using Ingest.ObjectStore.Directories;
using Ingest.ObjectStore.S3;

namespace Ingest.ObjectStore;

/// <summary>Opens a store and proves that it can be relied on.</summary>
public static class ObjectStores
{
    /// <summary>The object that <see cref="ProveCreateOnlyAsync"/> creates; it stays, one for each store, however often it is proved.</summary>
    public const string ProofKey = "_ingest/create-only";

    /// <summary>Opens the store that the options name. No request is made; a missing directory is made.</summary>
    /// <param name="options">Where the store is.</param>
    /// <param name="time">The clock for waits between tries; null is the system's.</param>
    /// <exception cref="ValidationException">The options do not hold; the text names the option and the reason.</exception>
    /// <exception cref="IOException">The directory cannot be made.</exception>
    public static IObjectStore Open(ObjectStoreOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        return options.Uri!.IsFile
            ? DirectoryObjectStore.Open(options.Uri, time ?? TimeProvider.System)
            : new S3ObjectStore(S3Location.Parse(options.Uri), S3Clients.Create(options), time ?? TimeProvider.System);
    }

    /// <summary>Proves that the store refuses to create an object a second time. Some S3 servers ignore the header that asks for it.</summary>
    /// <remarks>
    /// The object is the same every time, so that starts leave one object and not one each: whether it is there already or not,
    /// the second of two creates must be refused.
    /// </remarks>
    /// <exception cref="OverwritingStoreException">It accepted the second.</exception>
    /// <exception cref="IOException">The store cannot be reached or refuses; nothing is proved.</exception>
    public static async Task ProveCreateOnlyAsync(this IObjectStore store, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(store);
        var content = "This object shows that the store refuses to create an object twice.\n"u8.ToArray();
        await store.TryCreateAsync(ProofKey, content, cancellation);
        if (await store.TryCreateAsync(ProofKey, content, cancellation))
        {
            throw new OverwritingStoreException(store.Uri);
        }
    }
}

/// <summary>The store overwrites objects that exist where it was asked to refuse; nothing can be kept exactly once in it.</summary>
public sealed class OverwritingStoreException(Uri store) : Exception(
    $"The store {store} accepted a second create of the object '{ObjectStores.ProofKey}', so it could lose records: " +
    "it must honour the header If-None-Match: * of a PUT (AWS S3 does; of other servers, take a version that does).");
