using Analytics.Delta;
using Analytics.Worker.Engines.DuckDb;
using Analytics.Worker.Faults;
using Analytics.Worker.Tables;
using Amazon.Kinesis;

namespace Analytics.Worker.Stream;

/// <summary>Takes one shard into its table, batch by batch, each exactly once.</summary>
/// <remarks>
/// First the plan says which records batch n holds, then one commit holds their rows and the number n. Whoever comes after a
/// crash, or beside a rival, finds the plan and takes in exactly what it says: the same rows, or none if n is in the table.
/// </remarks>
internal sealed partial class ShardWriter(
    ShardId shard, IAmazonKinesis kinesis, ShardPlans plans, RowWriter writer, ShardProgress progress,
    StreamOptions options, TimeProvider time, WorkerMetrics metrics, ILogger log)
{
    /// <summary>How often in a row a shard must say that there is nothing more before planned records count as gone.</summary>
    private const int TipsMax = 5;

    private long _batch;
    private string? _position;

    /// <summary>Works until the shard is closed and all of it is in the table.</summary>
    /// <exception cref="ShardGapException">Planned records have been trimmed.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await RecoverAsync(cancellation);
        var reader = Open(_position);
        while (!reader.Ended)
        {
            var batch = await CollectAsync(reader, cancellation);
            if (batch.Count > 0 && !await TakeAsync(batch, cancellation))
            {
                reader = Open(_position);
            }
        }

        progress.Drained(shard);
    }

    private async Task RecoverAsync(CancellationToken cancellation)
    {
        var snapshot = await writer.Table.RefreshAsync(cancellation);
        _batch = snapshot.Transactions.GetValueOrDefault(shard.ToString());
        _position = null;
        if (_batch > 0)
        {
            var last = await plans.ReadAsync(_batch, cancellation)
                ?? throw new PermanentFaultException($"The table holds batch {_batch} of {shard}, whose plan {plans.KeyOf(_batch)} is gone: where to go on is not known.");
            _position = last.To;
        }

        progress.Reached(shard, _batch, _position);
        await CheckTrimmedAsync(cancellation);
        while (await plans.ReadAsync(_batch + 1, cancellation) is { } planned)
        {
            await ReplayAsync(planned, cancellation);
        }
    }

    /// <summary>Tells when the service may have deleted records that nobody has read, after a pause longer than it keeps them.</summary>
    /// <remarks>Numbers have holes, so from what is left it cannot be seen whether any record is missing: the shard goes on.</remarks>
    private async Task CheckTrimmedAsync(CancellationToken cancellation)
    {
        if (_position is { } position
            && await ShardReader.FindOldestAsync(kinesis, shard, cancellation) is { } oldest
            && SequenceNumber.Compare(oldest, position) > 0)
        {
            metrics.MayHaveBeenTrimmed(shard.Stream, shard.Shard);
            LogMayHaveBeenTrimmed(shard, position, oldest);
        }
    }

    private async Task<IReadOnlyList<RawRecord>> CollectAsync(ShardReader reader, CancellationToken cancellation)
    {
        var batch = new ShardBatch(options, time);
        while (!reader.Ended && !batch.IsDue)
        {
            batch.Add(await reader.ReadAsync(cancellation));
        }

        return batch.Records;
    }

    /// <summary>Plans a batch and takes it in.</summary>
    /// <returns>False when the number had another plan already, which was taken in instead.</returns>
    private async Task<bool> TakeAsync(IReadOnlyList<RawRecord> records, CancellationToken cancellation)
    {
        // The stream's name may stand for another stream by now, whose records do not belong under this one's number.
        await StreamIdentity.EnsureAsync(kinesis, shard, cancellation);
        var plan = new ShardPlan(_position, records[^1].Position, records.Count);
        var actual = await plans.CreateOrReadAsync(_batch + 1, plan, cancellation);
        if (actual != plan)
        {
            await ReplayAsync(actual, cancellation);
            return false;
        }

        await CommitAsync(plan, records, cancellation);
        return true;
    }

    private async Task ReplayAsync(ShardPlan plan, CancellationToken cancellation)
    {
        var committed = (await writer.Table.RefreshAsync(cancellation)).Has(Transaction(_batch + 1));
        await CommitAsync(plan, committed ? [] : await ReadPlannedAsync(plan, cancellation), cancellation);
    }

    /// <summary>Reads exactly the records of a plan.</summary>
    private async Task<IReadOnlyList<RawRecord>> ReadPlannedAsync(ShardPlan plan, CancellationToken cancellation)
    {
        var found = new List<RawRecord>();
        var reader = Open(plan.From);
        var tips = 0;
        var isPast = false;
        while (!isPast && !reader.Ended && tips < TipsMax)
        {
            var records = await reader.ReadAsync(cancellation);
            found.AddRange(records.TakeWhile(record => SequenceNumber.Compare(record.Position, plan.To) <= 0));
            isPast = records.Count > 0 && SequenceNumber.Compare(records[^1].Position, plan.To) >= 0;
            tips = reader.AtTip ? tips + 1 : 0;
        }

        return found.Count == plan.Records && found[^1].Position == plan.To
            ? found
            : throw new ShardGapException(shard, _batch + 1, plan, found.Count > 0 ? found[0].Position : null, found.Count);
    }

    private async Task CommitAsync(ShardPlan plan, IReadOnlyList<RawRecord> records, CancellationToken cancellation)
    {
        var append = writer.Begin();
        if (records.Count > 0)
        {
            await append.AddAsync(records, [], cancellation);
        }

        await append.CommitAsync(Transaction(_batch + 1), cancellation);
        _batch++;
        _position = plan.To;
        progress.Reached(shard, _batch, _position);
    }

    private AppTransaction Transaction(long batch) => new(shard.ToString(), batch);

    private ShardReader Open(string? after) => new(kinesis, shard, after, options, time, metrics);
}
