using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace Ingest.ObjectStore.S3;

/// <summary>A bucket of S3, or a prefix of it.</summary>
/// <remarks>
/// Objects are created by a PUT with <c>If-None-Match: *</c>. Every create marks its object with an id of its own, so that
/// after an answer that got lost, or a retry inside the SDK, it can be told from the object itself who created it.
/// Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
/// </remarks>
internal sealed class S3ObjectStore(S3Location location, IAmazonS3 s3, TimeProvider time) : IObjectStore, IDisposable
{
    private const string CreateId = "x-amz-meta-ingest-create-id";
    private const int ConflictTriesMax = 6;
    private static readonly TimeSpan ConflictPause = TimeSpan.FromMilliseconds(100);

    public Uri Uri => location.Uri;

    public void Dispose() => s3.Dispose();

    public async Task<bool> TryCreateAsync(string key, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var bytes = MemoryMarshal.TryGetArray(content, out var segment) ? segment : new ArraySegment<byte>(content.ToArray());
        return await TryPutAsync(
            key,
            put => put.InputStream = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false),
            cancellation);
    }

    public Task<bool> TryCreateFromFileAsync(string key, string path, CancellationToken cancellation) =>
        TryPutAsync(key, put => put.FilePath = path, cancellation);

    public async Task<Stream> OpenReadAsync(string key, CancellationToken cancellation)
    {
        try
        {
            var answer = await s3.GetObjectAsync(location.Bucket, location.FullKey(ObjectKey.Check(key)), cancellation);
            return answer.ResponseStream;
        }
        catch (AmazonS3Exception missing) when (missing.ErrorCode == "NoSuchKey")
        {
            throw new ObjectNotFoundException(key, missing);
        }
        catch (Exception failure) when (IsStoreFailure(failure, cancellation))
        {
            throw Failure("GET", key, failure);
        }
    }

    public async IAsyncEnumerable<ObjectEntry> ListAsync(
        string prefix, string? startAfter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var request = new ListObjectsV2Request
        {
            BucketName = location.Bucket,
            Prefix = location.FullKey(ObjectKey.CheckPrefix(prefix)),
            StartAfter = string.IsNullOrEmpty(startAfter) ? null : location.FullKey(startAfter),
        };

        do
        {
            var page = await ListPageAsync(request, cancellation);
            foreach (var item in page.S3Objects ?? [])
            {
                yield return new ObjectEntry(item.Key[location.Prefix.Length..], item.Size ?? 0, item.ETag.Trim('"'));
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
    }

    private async Task<ListObjectsV2Response> ListPageAsync(ListObjectsV2Request request, CancellationToken cancellation)
    {
        try
        {
            return await s3.ListObjectsV2Async(request, cancellation);
        }
        catch (Exception failure) when (IsStoreFailure(failure, cancellation))
        {
            throw Failure("LIST", request.Prefix[location.Prefix.Length..], failure);
        }
    }

    private async Task<bool> TryPutAsync(string key, Action<PutObjectRequest> setContent, CancellationToken cancellation)
    {
        var fullKey = location.FullKey(ObjectKey.Check(key));
        var id = Guid.NewGuid().ToString("N");
        for (var attempt = 1; ; attempt++)
        {
            var put = new PutObjectRequest { BucketName = location.Bucket, Key = fullKey, IfNoneMatch = "*", UseChunkEncoding = false };
            put.Metadata[CreateId] = id;
            setContent(put);
            try
            {
                await s3.PutObjectAsync(put, cancellation);
                return true;
            }
            catch (AmazonS3Exception conflict) when (conflict.StatusCode == HttpStatusCode.Conflict && attempt < ConflictTriesMax)
            {
                // Somebody else is writing or deleting this very key; S3 asks for the same PUT again.
                await Task.Delay(ConflictPause * (1 << attempt), time, cancellation);
            }
            catch (Exception failure) when (IsStoreFailure(failure, cancellation))
            {
                return await CreatorOfAsync(key, failure, cancellation) is { } creator ? creator == id : throw Failure("PUT", key, failure);
            }
        }
    }

    /// <summary>The id of the create that made an object; null when there is no object, empty when another program made it.</summary>
    private async Task<string?> CreatorOfAsync(string key, Exception afterFailure, CancellationToken cancellation)
    {
        try
        {
            var head = await s3.GetObjectMetadataAsync(location.Bucket, location.FullKey(key), cancellation);
            return head.Metadata[CreateId] ?? "";
        }
        catch (AmazonS3Exception missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            // There is no object: the create did not happen, and the caller reports why.
            return null;
        }
        catch (Exception failure) when (IsStoreFailure(failure, cancellation))
        {
            throw Failure("PUT", key, new AggregateException(afterFailure, failure));
        }
    }

    /// <summary>Everything a request may end with but our own cancellation; a time-out inside the SDK is a cancellation that is not ours.</summary>
    private static bool IsStoreFailure(Exception failure, CancellationToken cancellation) => failure
        is AmazonServiceException or AmazonClientException or HttpRequestException or WebException or TimeoutException
        || failure is OperationCanceledException && !cancellation.IsCancellationRequested;

    private IOException Failure(string method, string key, Exception cause) =>
        new($"{method} {location}{key} failed: {cause.Message}", cause);
}
