using System.Collections.Immutable;
using Analytics.Delta.Log;

namespace Analytics.Delta;

/// <summary>A table at one version. It never changes.</summary>
public sealed class Snapshot
{
    private readonly ImmutableDictionary<string, DataFile> _files;
    private readonly ImmutableDictionary<string, long> _transactions;

    private Snapshot(long version, ImmutableDictionary<string, DataFile> files, ImmutableDictionary<string, long> transactions, long records)
    {
        Version = version;
        _files = files;
        _transactions = transactions;
        Records = records;
    }

    /// <summary>The version, from 0; -1 before the table is created.</summary>
    public long Version { get; }

    /// <summary>The files that hold the table's rows, in no order.</summary>
    public IEnumerable<DataFile> Files => _files.Values;

    /// <summary>How many files hold the table's rows.</summary>
    public int FileCount => _files.Count;

    /// <summary>How many rows there are, as far as the files' statistics say.</summary>
    public long Records { get; }

    /// <summary>The latest version of every application.</summary>
    public IReadOnlyDictionary<string, long> Transactions => _transactions;

    internal static Snapshot BeforeTheFirst { get; } =
        new(-1, ImmutableDictionary<string, DataFile>.Empty, ImmutableDictionary<string, long>.Empty, 0);

    /// <summary>Whether the application has already committed this transaction, or a later one.</summary>
    public bool Has(AppTransaction transaction)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        return _transactions.TryGetValue(transaction.AppId, out var latest) && latest >= transaction.Version;
    }

    /// <summary>The snapshot after the actions of the next version.</summary>
    internal Snapshot Next(IEnumerable<LogAction> actions)
    {
        var files = _files;
        var transactions = _transactions;
        var records = Records;

        foreach (var action in actions)
        {
            if (action.Add is { } add)
            {
                records += add.Records - RecordsOf(files, add.FilePath);
                files = files.SetItem(add.FilePath, new DataFile(add.FilePath, add.Size, add.Stats));
            }
            else if (action.Remove is { } remove)
            {
                records -= RecordsOf(files, remove.FilePath);
                files = files.Remove(remove.FilePath);
            }
            else if (action.Txn is { } txn)
            {
                transactions = transactions.SetItem(txn.AppId, txn.Version);
            }
        }

        return new Snapshot(Version + 1, files, transactions, records);
    }

    private static long RecordsOf(ImmutableDictionary<string, DataFile> files, string path) =>
        files.TryGetValue(path, out var file) ? AddAction.RecordsIn(file.Stats) : 0;
}
