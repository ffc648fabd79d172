using Ingest.Emulator.Drawing;
using MySqlConnector;

namespace Ingest.Emulator.Events.Tables;

/// <summary>Says everything for which the tables of a database would not do, before the first row is taken.</summary>
internal static class TableChecks
{
    /// <summary>As many as the highest draw needs.</summary>
    private const int RowsMin = ClassicSequence.IndexMax + 1;

    /// <summary>What is wrong, a sentence each; empty when nothing is.</summary>
    /// <exception cref="MySqlException">The connection was lost.</exception>
    public static async Task<IReadOnlyList<string>> FindFaultsAsync(MySqlConnection connection, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        foreach (var table in SourceTable.All)
        {
            try
            {
                faults.AddRange(await FaultsOfColumnsAsync(connection, table, cancellationToken));
                faults.AddRange(await FaultsOfSizeAsync(connection, table, cancellationToken));
            }
            catch (MySqlException refused) when (refused.ErrorCode is MySqlErrorCode.NoSuchTable or MySqlErrorCode.TableAccessDenied)
            {
                faults.Add($"{refused.Message}.");
            }
        }

        return faults;
    }

    private static async Task<List<string>> FaultsOfColumnsAsync(MySqlConnection connection, SourceTable table, CancellationToken cancellationToken)
    {
        await using var command = new MySqlCommand($"SELECT * FROM {table.Name} LIMIT 0", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var names = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray();
        var faults = table.Columns.Except(names).Select(missing => $"Table {table.Name} has no column {missing}.").ToList();
        for (var column = 0; column < names.Length; column++)
        {
            if (!TableRow.CanWrite(reader.GetFieldType(column)))
            {
                faults.Add($"Column {names[column]} of {table.Name} is a {reader.GetDataTypeName(column)}, which is not sent: text, numbers and datetimes are.");
            }
        }

        return faults;
    }

    private static async Task<string[]> FaultsOfSizeAsync(MySqlConnection connection, SourceTable table, CancellationToken cancellationToken)
    {
        // Not count(*): that reads all of a table that may be far larger than what is drawn from.
        await using var command = new MySqlCommand($"SELECT count(*) FROM (SELECT 1 FROM {table.Name} LIMIT {RowsMin}) AS drawn", connection);
        var rows = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        return rows == RowsMin ? [] : [$"Table {table.Name} has {rows} rows; rows 0 to {ClassicSequence.IndexMax} are drawn, so it must have {RowsMin} or more."];
    }
}
