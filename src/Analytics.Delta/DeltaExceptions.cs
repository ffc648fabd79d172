namespace Analytics.Delta;

/// <summary>A table cannot be used as asked; trying again gives the same.</summary>
public class DeltaTableException(string table, string reason, Exception? cause = null)
    : IOException($"Delta table '{table}': {reason}", cause)
{
    /// <summary>The table's path in its store.</summary>
    public string Table { get; } = table;
}

/// <summary>The table uses something of the protocol that this library does not.</summary>
public sealed class UnsupportedTableException(string table, string reason, Exception? cause = null) : DeltaTableException(table, reason, cause);

/// <summary>The table's schema is not the one asked for.</summary>
public sealed class SchemaMismatchException(string table, string expected, string actual)
    : DeltaTableException(table, $"its schema is {actual}, not {expected}.");

/// <summary>Other writers took every version that an append tried; nothing of it is in the table, and it may be tried again.</summary>
public sealed class CommitConflictException(string table, int attempts)
    : IOException($"Delta table '{table}': other writers took {attempts} versions in a row.");
