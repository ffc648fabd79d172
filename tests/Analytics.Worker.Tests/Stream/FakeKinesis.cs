using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;

namespace Analytics.Worker.Tests.Stream;

/// <summary>Kinesis in memory, with what a consumer has to cope with: empty answers, expiry, throttling, trimmed records.</summary>
internal sealed class FakeKinesis : IAmazonKinesis
{
    private readonly Dictionary<string, List<(string Sequence, string Data)>> _records = [];
    private readonly Dictionary<string, Shard> _shards = [];
    private readonly HashSet<string> _closed = [];
    private readonly Lock _lock = new();
    private long _sequence = 49_590_338_271_490;

    /// <summary>What goes wrong with a read, if anything.</summary>
    public Func<Exception?> Fault { get; set; } = () => null;

    /// <summary>How many records a read gives at most.</summary>
    public Func<int> RecordsPerRead { get; set; } = () => 1000;

    private List<string> Reads { get; } = [];

    public bool Exists { get; set; } = true;

    /// <summary>When the stream was created, Unix milliseconds.</summary>
    public long Created { get; private set; } = 1_000;

    /// <summary>Deletes the stream and makes it again, empty, with shards of the same ids; numbers of the old one are refused.</summary>
    public void MakeAnew()
    {
        lock (_lock)
        {
            Created += 1_000;
            _sequence = 1;
            foreach (var records in _records.Values)
            {
                records.Clear();
            }
        }
    }

    public IClientConfig Config => throw new NotSupportedException();

    public void AddShard(string shard, string? parent = null, string? adjacent = null)
    {
        lock (_lock)
        {
            _shards[shard] = new Shard { ShardId = shard, ParentShardId = parent, AdjacentParentShardId = adjacent };
            _records[shard] = [];
        }
    }

    /// <summary>Stores a record; gives its sequence number, whose length changes now and then.</summary>
    public string Put(string shard, string data)
    {
        lock (_lock)
        {
            _sequence += _records[shard].Count % 7 == 6 ? _sequence * 10 : 3;
            _sequence = _sequence < 0 || _sequence > long.MaxValue / 100 ? throw new InvalidOperationException("too many records") : _sequence;
            var sequence = $"4959{_sequence}";
            _records[shard].Add((sequence, data));
            return sequence;
        }
    }

    /// <summary>The shards read, in the order of the reads.</summary>
    public List<string> ReadShards()
    {
        lock (_lock)
        {
            return [.. Reads];
        }
    }

    public void Close(string shard)
    {
        lock (_lock)
        {
            _closed.Add(shard);
        }
    }

    public void Trim(string shard, int records)
    {
        lock (_lock)
        {
            _records[shard].RemoveRange(0, records);
        }
    }

    public Task<ListShardsResponse> ListShardsAsync(ListShardsRequest request, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            return Exists
                ? Task.FromResult(new ListShardsResponse { Shards = [.. _shards.Values] })
                : throw new ResourceNotFoundException("no such stream");
        }
    }

    public Task<GetShardIteratorResponse> GetShardIteratorAsync(GetShardIteratorRequest request, CancellationToken cancellationToken = default) =>
        Task.FromResult(new GetShardIteratorResponse { ShardIterator = $"{request.ShardId} {request.StartingSequenceNumber ?? "0"}" });

    public Task<GetRecordsResponse> GetRecordsAsync(GetRecordsRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (shard, after) = request.ShardIterator!.Split(' ') is [var id, var number] ? (id, number) : throw new InvalidOperationException();
        lock (_lock)
        {
            Reads.Add(shard);
            if (Fault() is { } fault)
            {
                throw fault;
            }

            var rest = _records[shard].Where(record => IsAfter(record.Sequence, after)).ToList();
            var given = rest.Take(RecordsPerRead()).ToList();
            var isEnd = given.Count == rest.Count && _closed.Contains(shard);
            return Task.FromResult(new GetRecordsResponse
            {
                Records = given.Count == 0 ? null : [.. given.Select(record => new Amazon.Kinesis.Model.Record
                {
                    SequenceNumber = record.Sequence,
                    Data = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(record.Data)),
                })],
                NextShardIterator = isEnd ? null : $"{shard} {(given.Count > 0 ? given[^1].Sequence : after)}",
                MillisBehindLatest = given.Count == rest.Count ? 0 : 1000,
            });
        }
    }

    public Task<ListStreamsResponse> ListStreamsAsync(ListStreamsRequest request, CancellationToken cancellationToken = default) =>
        Task.FromResult(new ListStreamsResponse());

    public Task<CreateStreamResponse> CreateStreamAsync(CreateStreamRequest request, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<DeleteStreamResponse> DeleteStreamAsync(DeleteStreamRequest request, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<DescribeStreamResponse> DescribeStreamAsync(DescribeStreamRequest request, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<DescribeStreamSummaryResponse> DescribeStreamSummaryAsync(DescribeStreamSummaryRequest request, CancellationToken cancellationToken = default) =>
        Exists
            ? Task.FromResult(new DescribeStreamSummaryResponse
            {
                StreamDescriptionSummary = new() { StreamCreationTimestamp = DateTimeOffset.FromUnixTimeMilliseconds(Created).UtcDateTime },
            })
            : throw new ResourceNotFoundException("no such stream");

    public Task<PutRecordResponse> PutRecordAsync(PutRecordRequest request, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<PutRecordsResponse> PutRecordsAsync(PutRecordsRequest request, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private static bool IsAfter(string sequence, string position) =>
        System.Numerics.BigInteger.Parse(sequence) > System.Numerics.BigInteger.Parse(position);
}
