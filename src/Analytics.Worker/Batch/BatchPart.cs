using System.Globalization;
using Analytics.Worker.Engines.DuckDb;
using Analytics.Worker.Tables;

namespace Analytics.Worker.Batch;

/// <summary>Lines gathered until they are enough to be cleaned at once; what bounds the memory of a batch.</summary>
internal sealed class BatchPart(RowAppend append, BatchOptions options)
{
    private readonly List<RawRecord> _records = [];
    private readonly List<RejectedRecord> _rejected = [];
    private long _bytes;

    public async Task AddAsync(string key, ObjectLine line, CancellationToken cancellation)
    {
        var record = new RawRecord(key, line.Number.ToString(CultureInfo.InvariantCulture), line.Bytes);
        if (line.IsCut)
        {
            _rejected.Add(new RejectedRecord(record, $"The line has {line.Length} bytes; only the first {line.Bytes.Length} are kept (Batch:LineBytesMax)."));
        }
        else
        {
            _records.Add(record);
        }

        _bytes += line.Bytes.Length;
        if (_records.Count + _rejected.Count >= options.PartRecordsMax || _bytes >= options.PartBytesMax)
        {
            await FlushAsync(cancellation);
        }
    }

    public async Task FlushAsync(CancellationToken cancellation)
    {
        if (_records.Count + _rejected.Count > 0)
        {
            await append.AddAsync(_records, _rejected, cancellation);
        }

        _records.Clear();
        _rejected.Clear();
        _bytes = 0;
    }
}
