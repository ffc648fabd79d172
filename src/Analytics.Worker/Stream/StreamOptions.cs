using System.ComponentModel.DataAnnotations;
using Ingest.ServiceDefaults;

namespace Analytics.Worker.Stream;

/// <summary>How shards are read and when a batch of their records is committed: section <c>Stream</c>.</summary>
internal sealed class StreamOptions
{
    /// <summary>Records of a shard after which a batch is committed, 1 to 1 000 000. The read that reaches it is not cut.</summary>
    [Range(1, 1_000_000)]
    public int FlushRecords { get; set; } = 50_000;

    /// <summary>Bytes of a shard's records after which a batch is committed, 1 to 1 GiB; held in memory, with one read of up to 10 MiB more.</summary>
    [Range(1, 1 << 30)]
    public int FlushBytes { get; set; } = 32 << 20;

    /// <summary>The longest that a record waits for its batch to fill, 10 ms to 1 h.</summary>
    [TimeRange("00:00:00.010", "01:00:00")]
    public TimeSpan FlushAge { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Records of one read, 1 to 10 000 (the service's own limit).</summary>
    [Range(1, 10_000)]
    public int ReadRecordsMax { get; set; } = 10_000;

    /// <summary>The shortest time between two reads of a shard, 200 ms (the service allows 5 a second for all its readers) to 1 min.</summary>
    [TimeRange("00:00:00.200", "00:01:00")]
    public TimeSpan ReadInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The wait before a throttled read is tried again, 200 ms to 1 min.</summary>
    [TimeRange("00:00:00.200", "00:01:00")]
    public TimeSpan ThrottledDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a stream is asked for new shards, or whether it exists by now, 100 ms to 1 h.</summary>
    [TimeRange("00:00:00.100", "01:00:00")]
    public TimeSpan DiscoveryInterval { get; set; } = TimeSpan.FromSeconds(2);
}
