using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Worker.Engines.DuckDb;
using Analytics.Worker.Pipelines;

namespace Analytics.Worker.Tests.Engines.DuckDb;

public sealed class When_a_file_is_written
{
    [Fact]
    public async Task Its_statistics_hold_for_its_rows()
    {
        using var run = new EngineRun();
        var batch = await run.CleanAsync(
            "geo",
            """{"ind": 2, "timestamp": "2020-08-28T03:52:47", "latitude": 1.5, "longitude": 2, "country": "Zürich is no country, but it is a long name"}""",
            """{"ind": 1, "timestamp": "2019-08-28 03:52:47", "country": "Albania"}""");

        var expected = JsonNode.Parse("""
            {
              "numRecords": 2,
              "minValues": {"ind": 1, "country": "Albania", "timestamp": "2019-08-28T03:52:47.000Z", "_object": "topics/o.json", "_line": 0},
              "maxValues": {"ind": 2, "timestamp": "2020-08-28T03:52:47.000Z", "_object": "topics/o.json", "_line": 1},
              "nullCount": {"ind": 0, "country": 0, "coordinates": 1, "timestamp": 0, "_object": 0, "_line": 0}
            }
            """);
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(batch.StatsJson!)), batch.StatsJson);
    }

    [Fact]
    public async Task A_long_minimum_is_cut_between_characters()
    {
        using var run = new EngineRun();
        var name = string.Concat(Enumerable.Repeat("😀", 40));
        var batch = await run.CleanAsync("pin", $$"""{"index": 1, "title": "{{name}}", "category": "{{name[..64]}}"}""");

        using var statistics = JsonDocument.Parse(batch.StatsJson!);
        Assert.Equal(name[..64], statistics.RootElement.GetProperty("minValues").GetProperty("title").GetString());
        Assert.False(statistics.RootElement.GetProperty("maxValues").TryGetProperty("title", out _));
        Assert.Equal(name[..64], statistics.RootElement.GetProperty("maxValues").GetProperty("category").GetString());
    }

    [Theory]
    [InlineData("pin")]
    [InlineData("geo")]
    [InlineData("user")]
    public async Task Its_columns_have_the_types_that_the_table_promises(string source)
    {
        using var run = new EngineRun();
        const string Record = """{"index": 1, "ind": 1, "age": 20, "timestamp": "2020-08-28T03:52:47", "date_joined": "2020-08-28T03:52:47"}""";
        var path = (await run.CleanAsync(source, Record)).ParquetPath!;

        Assert.Equal(
            SourcePosition.Batch.TableColumns(run.Pipeline.Source(source)).SelectMany(Physical),
            Schema(run, path));
    }

    [Fact]
    public async Task A_stream_names_shard_and_sequence_number_and_both_files_are_queried_together()
    {
        using var run = new EngineRun();
        var sequence = new string('9', 129);
        const string Record = """{"ind": 1, "age": 20, "date_joined": "2016-08-28T03:52:47"}""";
        var batch = await run.CleanAsync("user", Record, Record, Record.Replace("\"ind\": 1", "\"ind\": 2", StringComparison.Ordinal));
        var stream = await run.Engine.CleanAsync(
            run.Pipeline.Source("user"),
            [new RawRecord("shardId-000000000000", sequence, "{\"ind\": 1, \"age\": 20, \"date_joined\": \"2016-08-28 03:52:47\"}"u8.ToArray())],
            SourcePosition.Stream,
            run.NewDirectory(),
            TestContext.Current.CancellationToken);

        Assert.Equal([["shardId-000000000000", sequence]], run.Read(stream.ParquetPath!, "_shard_id, _sequence_number"));
        foreach (var files in new[] { new[] { batch.ParquetPath!, stream.ParquetPath! }, [stream.ParquetPath!, batch.ParquetPath!] })
        {
            var results = await run.Engine.QueryAsync(
                new Dictionary<string, IReadOnlyList<string>> { ["user"] = files }, run.NewDirectory(), TestContext.Current.CancellationToken);
            Assert.Equal([[2016, 2L]], results.Single(result => result.Id == "Q6").Rows);
        }
    }

    [Fact]
    public async Task Its_path_may_hold_quotes_and_pattern_characters()
    {
        using var run = new EngineRun();
        var directory = run.NewDirectory("it's [a] *?\"{b} '; DROP TABLE x; --");
        var batch = await run.Engine.CleanAsync(
            run.Pipeline.Source("user"),
            [new RawRecord("it's 'quoted'; --", "0", "{\"ind\": 1, \"age\": 20, \"date_joined\": \"2016-08-28T03:52:47\"}"u8.ToArray())],
            SourcePosition.Batch,
            directory,
            TestContext.Current.CancellationToken);
        var results = await run.Engine.QueryAsync(
            new Dictionary<string, IReadOnlyList<string>> { ["user"] = [batch.ParquetPath!] }, directory, TestContext.Current.CancellationToken);

        Assert.Equal([[2016, 1L]], results.Single(result => result.Id == "Q6").Rows);
        Assert.Equal(10, Directory.GetFileSystemEntries(directory).Length);
    }

    private static string[] Physical(PipelineColumn column) => column.Type switch
    {
        ColumnType.Integer => [$"{column.Name} INT32 INT_32"],
        ColumnType.Long => [$"{column.Name} INT64 INT_64"],
        ColumnType.Double => [$"{column.Name} DOUBLE "],
        ColumnType.String => [$"{column.Name} BYTE_ARRAY UTF8"],
        ColumnType.Timestamp => [$"{column.Name} INT64 TIMESTAMP_MICROS UTC"],
        _ => [$"{column.Name}  LIST", "list  ", "element DOUBLE "],
    };

    private static IEnumerable<string> Schema(EngineRun run, string path) =>
        run.Query($"SELECT name, type, converted_type, logical_type LIKE '%isAdjustedToUTC=1%' FROM parquet_schema('{path}') OFFSET 1")
            .Select(field => $"{field[0]} {field[1]} {field[2]}{(field[3] is true ? " UTC" : null)}");
}
