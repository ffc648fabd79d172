using System.ComponentModel.DataAnnotations;
using Ingest.ServiceDefaults;

namespace Analytics.Worker.Batch;

/// <summary>How objects are taken in: section <c>Batch</c>.</summary>
internal sealed class BatchOptions
{
    /// <summary>The wait between looking for new objects when there were none, 100 ms to 1 day.</summary>
    [TimeRange("00:00:00.100", "1.00:00:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Objects in one manifest, 1 to 100 000.</summary>
    [Range(1, 100_000)]
    public int ManifestObjectsMax { get; set; } = 10_000;

    /// <summary>Bytes of the objects in one manifest, 1 to 1 TiB; one object that is larger gets a manifest of its own.</summary>
    [Range(1, 1L << 40)]
    public long ManifestBytesMax { get; set; } = 1L << 30;

    /// <summary>Manifests worked off before the queries run again, 1 to 1 000 000.</summary>
    [Range(1, 1_000_000)]
    public int ManifestsPerRunMax { get; set; } = 100;

    /// <summary>Records cleaned at once, and rows of a table file at most, 1 to 10 000 000.</summary>
    [Range(1, 10_000_000)]
    public int PartRecordsMax { get; set; } = 100_000;

    /// <summary>Bytes of the records cleaned at once, 1 KiB to 2 GiB; held in memory.</summary>
    [Range(1024, 1L << 31)]
    public long PartBytesMax { get; set; } = 64L << 20;

    /// <summary>The longest line, bytes, 16 to 64 MiB; of a longer one the beginning is set aside as rejected. Records have a limit of their own, <c>DuckDb:RecordBytesMax</c>.</summary>
    [Range(16, 64 << 20)]
    public int LineBytesMax { get; set; } = 16 << 20;
}
