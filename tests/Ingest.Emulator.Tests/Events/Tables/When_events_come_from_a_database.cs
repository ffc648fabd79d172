using System.Text;
using System.Text.Json;
using Ingest.Emulator.Events;
using Ingest.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Ingest.Emulator.Tests.Events.Tables;

[Collection(nameof(MariaDb))]
public sealed class When_events_come_from_a_database
{
    private readonly MariaDb _mariaDb;

    public When_events_come_from_a_database(MariaDb mariaDb)
    {
        MariaDb.SkipUnlessInstalled();
        _mariaDb = mariaDb;
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_gateway_gets_the_rows_of_the_tables_at_the_drawn_places()
    {
        await using var gateway = await StubGateway.StartAsync();
        var report = await RunAsync(new EmulatorOptions { Url = gateway.Url, Database = _mariaDb.Address(), Events = 120, Concurrency = 1 });

        Assert.True(report.Succeeded, report.EndReason);
        Assert.Equal(720, report.Acknowledged);
        var drawn = new GeneratedEvents(100).Read(120).Select(each => each.Index).ToArray();
        Assert.Equal(drawn.Select(index => Text(SourceCsv.Expected(index).Pin)), Values(gateway, "/topics/demo.pin"));
        Assert.Equal(drawn.Select(index => Text(SourceCsv.Expected(index).Geo)), Values(gateway, "/topics/demo.geo"));
        Assert.Equal(drawn.Select(index => Text(SourceCsv.Expected(index).User)), Values(gateway, "/topics/demo.user"));
        Assert.Equal(Values(gateway, "/topics/demo.pin"), Values(gateway, "/streams/streaming-demo-pin/record"));
        var texts = string.Concat(Values(gateway, "/topics/demo.pin").Select(Decoded));
        Assert.All("\u00a0\"\n✨👉Ｔ,".EnumerateRunes(), rune => Assert.Contains(rune.ToString(), texts, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Classic_draws_are_sent_in_classic_time()
    {
        await using var gateway = await StubGateway.StartAsync();
        var time = new FakeTimeProvider();
        var run = RunAsync(new EmulatorOptions { Url = gateway.Url, Database = _mariaDb.Address(), Events = 8, Classic = true, RequestTimeout = TimeSpan.FromMinutes(10) }, time);

        await Eventually.IsTrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                return Task.FromResult(run.IsCompleted);
            },
            "the eighth event");

        Assert.True((await run).Succeeded);
        Assert.InRange((await run).Duration.TotalSeconds, 4, 600);
        Assert.Equal([7528, 2863, 5730, 8304, 8731, 1313, 4315, 10794], Values(gateway, "/topics/demo.user").Select(IndOf));
    }

    [Fact]
    public async Task Columns_of_other_types_are_sent_as_what_they_hold()
    {
        await _mariaDb.CopyAsync("typed", rows: 11_001);
        await _mariaDb.ExecuteAsync(
            """
            USE typed;
            UPDATE pinterest_data SET title = NULL, description = 'a\0b\\', unique_id = 'fbe53c66-3442-4773-b19e-d3ec6f54dddf', downloaded = 1 WHERE `index` = 7528;
            ALTER TABLE pinterest_data MODIFY unique_id CHAR(36), MODIFY downloaded TINYINT(1), ADD added DECIMAL(20, 3) DEFAULT 1234567890123456.5, DROP COLUMN category;
            ALTER TABLE pinterest_data ADD category VARCHAR(20) DEFAULT 'art' AFTER added;
            ALTER TABLE geolocation_data MODIFY latitude FLOAT, MODIFY `timestamp` DATETIME(6), MODIFY ind INT;
            UPDATE geolocation_data SET latitude = -89.5, longitude = 1e-7, `timestamp` = '2020-08-28 03:52:47.987654', country = NULL WHERE ind = 7528;
            UPDATE user_data SET date_joined = NULL, age = NULL WHERE ind = 7528;
            """);
        await using var gateway = await StubGateway.StartAsync();
        var report = await RunAsync(new EmulatorOptions { Url = gateway.Url, Database = _mariaDb.Address("typed"), Events = 1 });

        Assert.True(report.Succeeded, report.EndReason);
        using var pin = JsonDocument.Parse(Assert.Single(Values(gateway, "/topics/demo.pin")));
        Assert.Equal(["index", "unique_id", "title", "description"], pin.RootElement.EnumerateObject().Take(4).Select(column => column.Name));
        Assert.Equal(
            ("\"fbe53c66-3442-4773-b19e-d3ec6f54dddf\"", "null", "\"a\\u0000b\\\\\"", "1", "1234567890123456.500", "\"art\""),
            (Raw(pin, "unique_id"), Raw(pin, "title"), Raw(pin, "description"), Raw(pin, "downloaded"), Raw(pin, "added"), Raw(pin, "category")));
        Assert.Equal(
            """{"ind":7528,"timestamp":"2020-08-28T03:52:47","latitude":-89.5,"longitude":1E-07,"country":null}""",
            Assert.Single(Values(gateway, "/topics/demo.geo")));
        using var user = JsonDocument.Parse(Assert.Single(Values(gateway, "/topics/demo.user")));
        Assert.Equal(("null", "null"), (Raw(user, "age"), Raw(user, "date_joined")));
    }

    private static string Raw(JsonDocument row, string column) => row.RootElement.GetProperty(column).GetRawText();

    private static long IndOf(string row) => JsonDocument.Parse(row).RootElement.GetProperty("ind").GetInt64();

    private static string Decoded(string row) => string.Concat(JsonDocument.Parse(row).RootElement.EnumerateObject().Select(column => column.Value.ToString()));

    private static string Text(byte[] row) => Encoding.UTF8.GetString(row);

    private static string[] Values(StubGateway gateway, string path) =>
    [
        .. from request in gateway.Requests
           where request.Path == path
           select (request.Body.TryGetProperty("Data", out var data) ? data : request.Body.GetProperty("records")[0].GetProperty("value")).GetRawText(),
    ];

    private static async Task<EmulatorReport> RunAsync(EmulatorOptions options, TimeProvider? time = null)
    {
        using var http = new HttpClient();
        return await new EventEmulator(http, time ?? TimeProvider.System).RunAsync(options, cancellationToken: Token);
    }
}
