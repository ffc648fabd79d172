using System.Globalization;

namespace Ingest.Local.Stack;

/// <summary>The folder where the suite keeps everything, held by one process at a time.</summary>
/// <remarks>
/// <c>kinesis/</c> and <c>tables/</c> last from start to start. The batch side gets a fresh folder per start below
/// <c>batch/</c>, because the in-memory Kafka forgets its offsets and an earlier bucket belongs to an earlier cluster.
/// </remarks>
internal sealed class DataFolder : IDisposable
{
    private readonly FileStream _lock;

    /// <summary>Takes the folder.</summary>
    /// <exception cref="IOException">Another process has it.</exception>
    public DataFolder(string path, TimeProvider time)
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

        var start = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss.fff'Z'", CultureInfo.InvariantCulture);
        Bucket = Path.Combine(Root, "batch", start);
        Directory.CreateDirectory(Bucket);
    }

    /// <summary>The folder itself; stream tables and their checkpoints lie below it.</summary>
    public string Root { get; }

    /// <summary>The bucket of this start: topics' objects, batch tables, manifests, results.</summary>
    public string Bucket { get; }

    /// <summary>The embedded Kinesis endpoint's streams.</summary>
    public string Kinesis => Path.Combine(Root, "kinesis");

    /// <summary>Scratch space of the analytics engine.</summary>
    public string Work => Path.Combine(Root, "work");

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
