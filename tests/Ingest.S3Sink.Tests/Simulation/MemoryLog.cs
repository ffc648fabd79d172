using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Ingest.S3Sink.Consuming;
using Ingest.S3Sink.Records;

namespace Ingest.S3Sink.Tests.Simulation;

/// <summary>A partition in memory. The value of a record is its offset, so that an object's lines tell what it holds.</summary>
internal sealed class MemoryLog : IPartitionLog
{
    private readonly SortedDictionary<long, SinkRecord> _records = [];

    public long Low { get; set; }

    public long End { get; set; }

    public long? Committed { get; set; }

    public IEnumerable<SinkRecord> Records => _records.Values;

    /// <summary>Adds a record at the end, which may lie behind a gap; one in bad shape has a value that is no JSON.</summary>
    public void Add(int gap = 0, bool isBad = false)
    {
        var offset = End + gap;
        var text = offset.ToString(CultureInfo.InvariantCulture);
        _records[offset] = new SinkRecord(offset, 0, null, Encoding.UTF8.GetBytes(isBad ? "bad " + text : text));
        End = offset + 1;
    }

    public void AddMany(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Add();
        }
    }

    public void Remove(long offset) => _records.Remove(offset);

    public SinkRecord? Next(long from) => _records.Values.Where(record => record.Offset >= Math.Max(from, Low)).Cast<SinkRecord?>().FirstOrDefault();

    public Task<LogRange> ReadRangeAsync(TopicPartition source, CancellationToken cancellation) => Task.FromResult(new LogRange(Low, End, Committed));

    public void Commit(TopicPartition source, long next) => Committed = next;
}
