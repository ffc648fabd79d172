namespace Ingest.ObjectStore.S3;

/// <summary>A bucket and the prefix of everything the store holds in it: empty, or ending with a slash.</summary>
internal sealed record S3Location(Uri Uri, string Bucket, string Prefix)
{
    public static S3Location Parse(Uri uri)
    {
        var path = Uri.UnescapeDataString(uri.AbsolutePath).Trim('/');
        return new S3Location(uri, uri.Host, path.Length == 0 ? "" : ObjectKey.Check(path) + "/");
    }

    /// <summary>The key in the bucket of a key in the store.</summary>
    public string FullKey(string key) => Prefix + key;

    public override string ToString() => $"s3://{Bucket}/{Prefix}";
}
