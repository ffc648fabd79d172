using System.Data;
using System.Globalization;
using System.Runtime.CompilerServices;
using Ingest.Emulator.Drawing;
using MySqlConnector;

namespace Ingest.Emulator.Events.Tables;

/// <summary>
/// Events without an end from the three tables of a database: the classic sequence of draws, each taking the row at that place of every
/// table, by <c>LIMIT n, 1</c> as the classic emulator does.
/// </summary>
internal sealed class DatabaseEvents(EmulatorDatabase database, long seed) : IEventSource
{
    public async IAsyncEnumerable<EmulatedEvent> ReadAsync(long count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = new MySqlConnection(database.ConnectionString);
        await OpenAsync(connection, cancellationToken);
        var sequence = new ClassicSequence(seed);
        for (var number = 0L; number < count; number++)
        {
            var place = sequence.Next().Index;
            var pin = await ReadRowAsync(connection, SourceTable.Pin, place, cancellationToken);
            var geo = await ReadRowAsync(connection, SourceTable.Geo, place, cancellationToken);
            var user = await ReadRowAsync(connection, SourceTable.User, place, cancellationToken);
            RequireSame(pin.Index, geo.Index, SourceTable.Geo, place);
            RequireSame(pin.Index, user.Index, SourceTable.User, place);
            yield return new EmulatedEvent(number, pin.Index, pin.Row, geo.Row, user.Row);
        }
    }

    private async Task OpenAsync(MySqlConnection connection, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> faults;
        try
        {
            await connection.OpenAsync(cancellationToken);
            faults = await TableChecks.FindFaultsAsync(connection, cancellationToken);
        }
        catch (MySqlException failure)
        {
            throw new IOException($"{database}: {failure.Message}", failure);
        }

        if (faults.Count > 0)
        {
            throw new IOException($"{database}: {string.Join(' ', faults)}");
        }
    }

    private async Task<(long Index, byte[] Row)> ReadRowAsync(MySqlConnection connection, SourceTable table, int place, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = new MySqlCommand($"SELECT * FROM {table.Name} LIMIT @place, 1", connection);
            command.Parameters.AddWithValue("place", place);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken)
                ? (IndexOf(reader, table), TableRow.Write(reader))
                : throw Bad(table, place, "it is gone");
        }
        catch (Exception failure) when (failure is MySqlException or FormatException)
        {
            throw Bad(table, place, connection.State == ConnectionState.Open ? failure.Message : $"the connection was lost: {failure.Message}", failure);
        }
    }

    private static long IndexOf(MySqlDataReader reader, SourceTable table) =>
        reader.GetValue(reader.GetOrdinal(table.IndexColumn)) switch
        {
            var number and (sbyte or byte or short or ushort or int or uint or long) => Convert.ToInt64(number, CultureInfo.InvariantCulture),
            var other => throw new FormatException($"{table.IndexColumn} is {(other is DBNull ? "NULL" : other)}, not an integer"),
        };

    private void RequireSame(long pin, long own, SourceTable table, int place)
    {
        if (own != pin)
        {
            throw Bad(table, place, $"ind is {own}, but the row of pinterest_data at the same place has index {pin}");
        }
    }

    private BadEventException Bad(SourceTable table, int place, string reason, Exception? inner = null) =>
        new($"{database} table {table.Name} row {place}, counted from 0: {reason.TrimEnd('.')}.", inner);
}
