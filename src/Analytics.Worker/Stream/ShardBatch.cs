using Analytics.Worker.Engines.DuckDb;

namespace Analytics.Worker.Stream;

/// <summary>Records of a shard on their way to a commit.</summary>
internal sealed class ShardBatch(StreamOptions options, TimeProvider time)
{
    private readonly List<RawRecord> _records = [];
    private long _bytes;
    private long _since;

    public IReadOnlyList<RawRecord> Records => _records;

    /// <summary>Whether it is full or old enough to be committed.</summary>
    public bool IsDue => _records.Count > 0
        && (_records.Count >= options.FlushRecords || _bytes >= options.FlushBytes || time.GetElapsedTime(_since) >= options.FlushAge);

    public void Add(IReadOnlyList<RawRecord> records)
    {
        if (_records.Count == 0)
        {
            _since = time.GetTimestamp();
        }

        _records.AddRange(records);
        _bytes += records.Sum(record => (long)record.Bytes.Length);
    }
}
