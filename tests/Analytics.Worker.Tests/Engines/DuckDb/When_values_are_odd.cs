namespace Analytics.Worker.Tests.Engines.DuckDb;

public sealed class When_values_are_odd
{
    private static readonly (string Json, long? Count)[] FollowerCounts =
    [
        ("\"124k\"", 124_000L),
        ("\"1M\"", 1_000_000L),
        ("\"2B\"", 2_000_000_000L),
        ("\"5B\"", 5_000_000_000L),
        ("\"950\"", 950L),
        ("950", 950L),
        ("950.0", 950L),
        ("\"1.2k\"", 1_200L),
        ("\"0.001k\"", 1L),
        ("\"1.234K\"", 1_234L),
        ("\"1.5m\"", 1_500_000L),
        ("\"123456789012\"", 123_456_789_012L),
        ("\"12345678.901k\"", 12_345_678_901L),
        ("\"999999999B\"", 999_999_999_000_000_000L),
        ("\"1234567890123\"", null),
        ("\"123456789.012k\"", null),
        ("\"1.2345k\"", null),
        ("\"1.5\"", null),
        ("\"k\"", null),
        ("\".5k\"", null),
        ("\"-5k\"", null),
        ("\"1,200\"", null),
        ("\"999999999999B\"", null),
        ("\"User Info Error\"", null),
        ("\"\"", null),
        ("null", null),
    ];

    private static readonly (string Json, int Number)[] WholeNumbers =
    [
        ("7528", 7528),
        ("\"7528\"", 7528),
        ("7528.0", 7528),
        ("\"7528.0\"", 7528),
        ("7.528e3", 7528),
        ("\"007\"", 7),
        ("-2147483648", int.MinValue),
    ];

    [Fact]
    public async Task A_follower_count_is_a_number_or_null()
    {
        using var run = new EngineRun();
        var batch = await run.CleanAsync("pin", [.. FollowerCounts.Select(each => $$"""{"index": 1, "follower_count": {{each.Json}}}""")]);

        Assert.Equal(
            FollowerCounts,
            run.Read(batch.ParquetPath!, "follower_count").Zip(FollowerCounts, (row, each) => (each.Json, (long?)row[0])));
    }

    [Fact]
    public async Task A_whole_number_may_be_written_in_several_ways()
    {
        using var run = new EngineRun();
        var batch = await run.CleanAsync("pin", [.. WholeNumbers.Select(each => $$"""{"index": {{each.Json}}}""")]);

        Assert.Equal(
            WholeNumbers,
            run.Read(batch.ParquetPath!, "ind").Zip(WholeNumbers, (row, each) => (each.Json, (int)row[0]!)));
    }

    [Fact]
    public async Task Text_comes_through_unharmed()
    {
        using var run = new EngineRun();
        var batch = await run.CleanAsync(
            "pin",
            """{"index": 1, "title": "a\u0000b \ud83d\ude00 日本 ' \" \\ \n | ; --", "description": {"b": [1, "x"]}, "category": true, "unread": 1, "unread": 2}""");

        Assert.Equal(
            [["a\0b 😀 日本 ' \" \\ \n | ; --", """{"b":[1,"x"]}""", "true"]],
            run.Read(batch.ParquetPath!, "title, description, category"));
    }

    [Fact]
    public async Task Repeats_and_order_are_kept()
    {
        using var run = new EngineRun();
        var batch = await run.CleanAsync("pin", [.. Enumerable.Range(0, 5000).Select(i => $$"""{"index": {{i % 7}}}""")]);

        Assert.Equal(5000, batch.Rows);
        Assert.Equal(
            Enumerable.Range(0, 5000).Select(i => $"{i % 7} {i}"),
            run.Read(batch.ParquetPath!, "ind, _line").Select(row => $"{row[0]} {row[1]}"));
    }
}
