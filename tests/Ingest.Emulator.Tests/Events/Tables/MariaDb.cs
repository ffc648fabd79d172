using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Ingest.Testing;
using MySqlConnector;

namespace Ingest.Emulator.Tests.Events.Tables;

/// <summary>
/// Debian's MariaDB on loopback over a temporary directory, its tables made and loaded by <c>deploy/mysql</c>'s files from generated rows.
/// Started once for all tests that need it.
/// </summary>
public sealed class MariaDb : IAsyncLifetime
{
    private const string Password = "s3cret & p@ss;word";
    private static readonly string? Server = Find("mariadbd");
    private static readonly string Scripts = Path.Combine(Checkout.Root, "deploy", "mysql");

    private readonly TemporaryDirectory _directory = new();
    private Process? _process;

    public int Port { get; } = FreePort();

    /// <summary>A connection string of <c>root</c>, who may do anything, by the socket that only this user can open.</summary>
    private string RootSettings => $"Server={Socket};ConnectionProtocol=unix;User=root;Pooling=false;AllowUserVariables=true";

    private string Socket => Path.Combine(_directory.Path, "socket");

    /// <summary>Skips the running test when there is no MariaDB.</summary>
    public static void SkipUnlessInstalled() => Assert.SkipUnless(Server is not null, "mariadbd is not installed (Debian package mariadb-server)");

    /// <summary>The address by which the emulator, a user that may only read, gets at a database.</summary>
    public EmulatorDatabase Address(string database = "pinterest_data", string user = "ingest", string password = Password) =>
        EmulatorDatabase.Parse($"mysql://{user}@127.0.0.1:{Port}/{database}", password);

    public async ValueTask InitializeAsync()
    {
        if (Server is null)
        {
            return;
        }

        string[] small = ["--innodb-log-file-size=4M", "--innodb-buffer-pool-size=32M", "--max-connections=20", "--table-open-cache=100", "--open-files-limit=1000"];
        await RunAsync("mariadb-install-db", ["--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db", .. Common, .. small]);
        _process = Process.Start(Start(Server,
        [
            "--no-defaults", .. Common, .. small, "--bind-address=127.0.0.1", $"--port={Port}", $"--socket={Socket}", "--pid-file=pid", "--log-error=log",
            "--key-buffer-size=64K", "--aria-pagecache-buffer-size=1M", "--innodb-flush-log-at-trx-commit=0", "--skip-innodb-doublewrite",
        ]));
        await Eventually.IsTrueAsync(TakesConnectionsAsync, "MariaDB listens");

        SourceCsv.Write(_directory.Path);
        await ScriptAsync("schema.sql");
        await ScriptAsync("load.sql", "--local-infile=1", "pinterest_data");
        await ExecuteAsync($"CREATE USER ingest@'127.0.0.1' IDENTIFIED BY '{Password}'; GRANT SELECT ON *.* TO ingest@'127.0.0.1'");
    }

    /// <summary>Makes a database of its own with tables like the loaded ones.</summary>
    public Task CopyAsync(string database, int rows = 0) => ExecuteAsync(
        $"CREATE DATABASE {database}; USE {database};" + string.Concat(new[] { "pinterest_data", "geolocation_data", "user_data" }.Select(table =>
            $"CREATE TABLE {table} LIKE pinterest_data.{table}; INSERT INTO {table} SELECT * FROM pinterest_data.{table} LIMIT {rows};")));

    public async Task ExecuteAsync(string statements)
    {
        await using var connection = await OpenAsync();
        await using var command = new MySqlCommand(statements, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<MySqlConnection> OpenAsync()
    {
        var connection = new MySqlConnection(RootSettings);
        await connection.OpenAsync();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _directory.Dispose();
    }

    /// <summary>A port of 127.0.0.1 where nothing listens.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string[] Common => [$"--datadir={Path.Combine(_directory.Path, "data")}", $"--user={Environment.UserName}", "--skip-name-resolve"];

    private async Task<bool> TakesConnectionsAsync()
    {
        if (_process!.HasExited)
        {
            throw new InvalidOperationException($"mariadbd ended with {_process.ExitCode}: {await File.ReadAllTextAsync(Path.Combine(_directory.Path, "data", "log"))}");
        }

        try
        {
            await ExecuteAsync("SELECT 1");
            return true;
        }
        catch (MySqlException)
        {
            // It does not listen yet; the caller asks again.
            return false;
        }
    }

    /// <summary>As the file's comment says a user does it.</summary>
    private Task ScriptAsync(string script, params string[] arguments) =>
        RunAsync("bash", ["-c", "mariadb \"${@:2}\" < \"$1\"", "bash", Path.Combine(Scripts, script), "--no-defaults", "--user=root", $"--socket={Socket}", .. arguments]);

    private async Task RunAsync(string program, string[] arguments)
    {
        var start = Start(program, arguments);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors}{await output}");
        }
    }

    private ProcessStartInfo Start(string program, string[] arguments) => new(program, arguments) { WorkingDirectory = _directory.Path };

    /// <summary>Also where administrators' programs lie, which is not on every user's PATH.</summary>
    private static string? Find(string program) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/usr/local/sbin".Split(':').Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}

[CollectionDefinition(nameof(MariaDb))]
public sealed class MariaDbTests : ICollectionFixture<MariaDb>;
