using Ingest.Testing;
using MySqlConnector;

namespace Ingest.Emulator.Tests.Events.Tables;

[Collection(nameof(MariaDb))]
public sealed class When_a_database_will_not_do
{
    private readonly MariaDb _mariaDb;

    public When_a_database_will_not_do(MariaDb mariaDb)
    {
        MariaDb.SkipUnlessInstalled();
        _mariaDb = mariaDb;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("gone", "DROP TABLE user_data", "Table 'gone.user_data' doesn't exist.")]
    [InlineData("bare", "ALTER TABLE geolocation_data DROP COLUMN latitude, DROP COLUMN country", "Table geolocation_data has no column latitude. Table geolocation_data has no column country.")]
    [InlineData("loud", "ALTER TABLE user_data RENAME COLUMN age TO Age", "Table user_data has no column age.")]
    [InlineData("binary_image", "ALTER TABLE pinterest_data MODIFY image_src BLOB", "Column image_src of pinterest_data is a BLOB, which is not sent")]
    [InlineData("tiny", "DELETE FROM user_data WHERE ind >= 10", "Table user_data has 10 rows; rows 0 to 11000 are drawn, so it must have 11001 or more.")]
    public async Task What_is_missing_is_named_before_anything_is_sent(string database, string change, string message)
    {
        await _mariaDb.CopyAsync(database, rows: 20);
        await _mariaDb.ExecuteAsync($"USE {database}; {change}");

        Assert.Contains(message, await RefusedAsync(_mariaDb.Address(database)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_faults_are_named_at_once()
    {
        await _mariaDb.CopyAsync("worse");
        await _mariaDb.ExecuteAsync("USE worse; DROP TABLE pinterest_data; ALTER TABLE user_data DROP COLUMN age");

        var message = await RefusedAsync(_mariaDb.Address("worse"));

        Assert.Contains("worse.pinterest_data", message, StringComparison.Ordinal);
        Assert.Contains("has no column age", message, StringComparison.Ordinal);
        Assert.Contains("Table geolocation_data has 0 rows", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_not_shown()
    {
        var message = await RefusedAsync(_mariaDb.Address(password: "not-this-one"));

        Assert.Contains($"mysql://ingest@127.0.0.1:{_mariaDb.Port}/pinterest_data: Access denied for user 'ingest'", message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-this-one", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_that_may_not_be_read_is_named()
    {
        await _mariaDb.ExecuteAsync("CREATE USER narrow@'127.0.0.1'; GRANT SELECT ON pinterest_data.pinterest_data TO narrow@'127.0.0.1'");

        var message = await RefusedAsync(_mariaDb.Address(user: "narrow", password: ""));

        Assert.Contains("SELECT command denied to user 'narrow'@'127.0.0.1' for table", message, StringComparison.Ordinal);
        Assert.Contains("user_data", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_down_is_told_with_its_address()
    {
        var port = MariaDb.FreePort();

        Assert.Contains($"mysql://u@127.0.0.1:{port}/d: ", await RefusedAsync(EmulatorDatabase.Parse($"mysql://u@127.0.0.1:{port}/d")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shifted", "ALTER TABLE geolocation_data DROP PRIMARY KEY; UPDATE geolocation_data SET ind = 5731 WHERE ind = 5730", "table geolocation_data row 5730, counted from 0: ind is 5731, but the row of pinterest_data at the same place has index 5730.")]
    [InlineData("unnumbered", "ALTER TABLE user_data DROP PRIMARY KEY, MODIFY ind BIGINT; UPDATE user_data SET ind = NULL WHERE ind = 5730", "table user_data row 5730, counted from 0: ind is NULL, not an integer.")]
    [InlineData("undated", "SET sql_mode = ''; UPDATE user_data SET date_joined = '0000-00-00' WHERE ind = 5730", "table user_data row 5730, counted from 0: date_joined: ")]
    public async Task A_row_that_cannot_be_sent_ends_the_run_after_those_before_it(string database, string change, string message)
    {
        await _mariaDb.CopyAsync(database, rows: 11_100);
        await _mariaDb.ExecuteAsync($"USE {database}; {change}");
        await using var gateway = await StubGateway.StartAsync();

        var report = await RunAsync(new EmulatorOptions { Url = gateway.Url, Database = _mariaDb.Address(database), Events = 10 });

        Assert.Equal(EmulatorEnd.BadEvents, report.End);
        Assert.Contains(message, report.EndReason!, StringComparison.Ordinal);
        Assert.Equal((2, 12, 12), (report.Events, report.Acknowledged, gateway.Requests.Count));
    }

    [Fact]
    public async Task A_connection_lost_in_the_middle_ends_the_run_and_only_what_was_sent_is_counted()
    {
        await using var gateway = await StubGateway.StartAsync();
        var kills = 0;
        gateway.Instead = async (_, _) =>
        {
            await (gateway.Requests.Count >= 100 && Interlocked.Increment(ref kills) == 1 ? _mariaDb.ExecuteAsync("KILL CONNECTION USER ingest") : Task.CompletedTask);
            return null;
        };

        var report = await RunAsync(new EmulatorOptions { Url = gateway.Url, Database = _mariaDb.Address(), Batch = 3 });

        Assert.Equal(EmulatorEnd.BadEvents, report.End);
        Assert.Matches(@"^mysql://ingest@127\.0\.0\.1:\d+/pinterest_data table \w+ row \d+, counted from 0: the connection was lost: .+\.$", report.EndReason);
        Assert.Equal(gateway.Requests.Sum(request => request.Records), report.Acknowledged);
        Assert.All(report.Counts, count => Assert.Equal((report.Events, report.Events), (count.Sent, count.Acknowledged)));
    }

    [Fact]
    public async Task A_run_that_waits_for_the_database_can_be_cancelled()
    {
        await using var gateway = await StubGateway.StartAsync();
        await using var locking = await _mariaDb.OpenAsync();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using (var command = new MySqlCommand("LOCK TABLES pinterest_data.user_data WRITE", locking))
        {
            await command.ExecuteNonQueryAsync(Token);
        }

        var run = RunAsync(new EmulatorOptions { Url = gateway.Url, Database = _mariaDb.Address() }, cancel.Token);
        await Eventually.IsTrueAsync(IsWaitingAsync, "the emulator waits for the lock");
        cancel.Cancel();

        Assert.Equal((EmulatorEnd.Cancelled, 0), ((await run).End, (await run).Acknowledged));
        Assert.Empty(gateway.Requests);
    }

    private async Task<bool> IsWaitingAsync()
    {
        await using var connection = await _mariaDb.OpenAsync();
        await using var command = new MySqlCommand(
            "SELECT count(*) FROM information_schema.processlist WHERE user = 'ingest' AND state LIKE 'Waiting for table%'", connection);
        return (long)(await command.ExecuteScalarAsync(Token))! > 0;
    }

    private static async Task<string> RefusedAsync(EmulatorDatabase database)
    {
        await using var gateway = await StubGateway.StartAsync();
        var refused = await Assert.ThrowsAsync<IOException>(() => RunAsync(new EmulatorOptions { Url = gateway.Url, Database = database, Events = 1 }));
        Assert.Empty(gateway.Requests);
        return refused.Message;
    }

    private static async Task<EmulatorReport> RunAsync(EmulatorOptions options, CancellationToken? cancellation = null)
    {
        using var http = new HttpClient();
        return await new EventEmulator(http, TimeProvider.System).RunAsync(options, cancellationToken: cancellation ?? Token);
    }
}
