namespace Ingest.KinesisProxy.Records;

/// <summary>Which records of a request are still to be sent: those that failed first, then those not sent yet.</summary>
/// <remarks>What failed came out of one batch, so it always fits into the next one.</remarks>
internal sealed class PendingEntries(IReadOnlyList<PutEntry> entries, int batchRecordsMax, int batchBytesMax)
{
    private List<int> _failed = [];
    private int _next;

    public bool Any => _failed.Count > 0 || _next < entries.Count;

    /// <summary>The indexes of the next batch, within the limits of one call.</summary>
    public List<int> TakeBatch()
    {
        var batch = _failed;
        _failed = [];
        var bytes = 0L;
        foreach (var index in batch)
        {
            bytes += entries[index].Size;
        }

        // The first always goes, however large: a record within its own limit fits any batch that Kinesis takes.
        while (_next < entries.Count
            && batch.Count < batchRecordsMax
            && (batch.Count == 0 || bytes + entries[_next].Size <= batchBytesMax))
        {
            bytes += entries[_next].Size;
            batch.Add(_next++);
        }

        return batch;
    }

    /// <summary>Puts back what failed of the last batch.</summary>
    public void PutBack(List<int> failed) => _failed = failed;
}
