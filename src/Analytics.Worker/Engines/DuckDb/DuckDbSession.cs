using System.Data.Common;
using System.Globalization;
using Analytics.Worker.Pipelines;
using DuckDB.NET.Data;

namespace Analytics.Worker.Engines.DuckDb;

/// <summary>One database in memory, with its limits set and locked. Not for use by several threads.</summary>
internal sealed class DuckDbSession : IDisposable
{
    private readonly DuckDBConnection _connection = new("DataSource=:memory:");
    private readonly string _spillDirectory;
    private readonly CancellationToken _cancellation;

    /// <summary>Opens a database that spills to a directory of its own in <paramref name="directory"/>, and interrupts it on cancellation.</summary>
    public DuckDbSession(DuckDbOptions options, string directory, CancellationToken cancellation)
    {
        _cancellation = cancellation;
        _spillDirectory = Path.Combine(directory, ".spill");
        try
        {
            _connection.Open();
            Execute(string.Create(CultureInfo.InvariantCulture, $"""
                SET memory_limit = '{options.MemoryMibMax}MiB';
                SET threads = {options.ThreadsMax};
                SET temp_directory = {SqlText.Literal(_spillDirectory)};
                SET max_temp_directory_size = '{options.SpillMibMax}MiB';
                SET autoinstall_known_extensions = false;
                SET autoload_known_extensions = false;
                SET TimeZone = 'UTC';
                SET lock_configuration = true;
                """));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Runs statements that the engine wrote.</summary>
    public void Execute(string sql) => Run(sql, command => command.ExecuteNonQuery());

    /// <summary>Runs a file of the pipeline, whose errors carry the file's name.</summary>
    /// <param name="script">The file.</param>
    /// <param name="sql">What to run when that is more than the file's own text.</param>
    public void Execute(SqlScript script, string? sql = null)
    {
        try
        {
            Execute(sql ?? script.Sql);
        }
        catch (DuckDBException failure)
        {
            throw new PipelineSqlException(script.File, failure.Message, failure);
        }
    }

    /// <summary>Reads rows, each by <paramref name="read"/>.</summary>
    public List<T> Query<T>(string sql, Func<DbDataReader, T> read) => Run(sql, command =>
    {
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    });

    /// <summary>Appends rows to a table, the quick way.</summary>
    public void Append<T>(string table, IEnumerable<T> rows, Action<IDuckDBAppenderRow, T> append)
    {
        using var appender = _connection.CreateAppender(table);
        foreach (var row in rows)
        {
            _cancellation.ThrowIfCancellationRequested();
            var appended = appender.CreateRow();
            append(appended, row);
            appended.EndRow();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _connection.Dispose();
        if (Directory.Exists(_spillDirectory))
        {
            Directory.Delete(_spillDirectory, recursive: true);
        }
    }

    private T Run<T>(string sql, Func<DuckDBCommand, T> run)
    {
        _cancellation.ThrowIfCancellationRequested();
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var interruption = _cancellation.Register(command.Cancel);
        try
        {
            return run(command);
        }
        catch (DuckDBException) when (_cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(_cancellation);
        }
    }
}
