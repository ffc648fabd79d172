using Analytics.Worker.Rejects;
using Analytics.Worker.Tables;

namespace Analytics.Worker.Batch;

/// <summary>The tables of the batch path, open.</summary>
internal sealed class OpenBatchTables(RejectedTable rejects) : IDisposable
{
    /// <summary>The rejected records of this side; shared, not disposed here.</summary>
    public RejectedTable Rejects => rejects;

    /// <summary>A writer per source.</summary>
    public Dictionary<string, RowWriter> Writers { get; } = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var writer in Writers.Values)
        {
            writer.Table.Dispose();
        }
    }
}
