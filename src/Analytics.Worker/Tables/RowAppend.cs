using Analytics.Delta;
using Analytics.Worker.Engines.DuckDb;

namespace Analytics.Worker.Tables;

/// <summary>Rows on their way into a table: uploaded part by part, in the table with the commit or not at all.</summary>
internal sealed class RowAppend(RowWriter writer)
{
    private readonly List<WrittenPart> _parts = [];

    /// <summary>Cleans and uploads a part.</summary>
    /// <param name="records">Records to clean.</param>
    /// <param name="rejected">Records found unreadable before they could be cleaned.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task AddAsync(IReadOnlyList<RawRecord> records, IReadOnlyList<RejectedRecord> rejected, CancellationToken cancellation) =>
        _parts.Add(await writer.WriteAsync(records, rejected, cancellation));

    /// <summary>Commits all parts with their transaction; a transaction that the table has changes nothing.</summary>
    public Task CommitAsync(AppTransaction transaction, CancellationToken cancellation) =>
        writer.CommitAsync(_parts, transaction, cancellation);
}
