namespace Ingest.Local.Stack;

/// <summary>The folder where the suite keeps everything, held by one process at a time.</summary>
/// <remarks>Everything in it lasts from start to start, and belongs together: offsets of <c>kafka/</c> say what of it is in <c>bucket/</c>.</remarks>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    /// <summary>Takes the folder.</summary>
    /// <exception cref="IOException">Another process has it.</exception>
    public DataFolder(string path)
    {
        Root = Path.GetFullPath(path);
        Directory.CreateDirectory(Root);
        try
        {
            _lock = new FileStream(Path.Combine(Root, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken)
        {
            throw new IOException($"{Root} is in use by another process; choose another --data-dir.", taken);
        }

        Directory.CreateDirectory(Bucket);
    }

    /// <summary>The folder itself; stream tables and their checkpoints lie below it.</summary>
    public string Root { get; }

    /// <summary>The bucket: topics' objects, batch tables, manifests, results.</summary>
    public string Bucket => Path.Combine(Root, "bucket");

    /// <summary>The embedded Kafka broker's topics and groups.</summary>
    public string Kafka => Path.Combine(Root, "kafka");

    /// <summary>The embedded Kinesis endpoint's streams.</summary>
    public string Kinesis => Path.Combine(Root, "kinesis");

    /// <summary>Scratch space of the analytics engine.</summary>
    public string Work => Path.Combine(Root, "work");

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
