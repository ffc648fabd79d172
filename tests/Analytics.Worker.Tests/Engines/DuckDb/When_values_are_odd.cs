namespace Analytics.Worker.Tests.Engines.DuckDb;

public sealed class When_values_are_odd
{
    [Theory]
    [InlineData("\"124k\"", 124_000L)]
    [InlineData("\"1M\"", 1_000_000L)]
    [InlineData("\"2B\"", 2_000_000_000L)]
    [InlineData("\"5B\"", 5_000_000_000L)]
    [InlineData("\"950\"", 950L)]
    [InlineData("950", 950L)]
    [InlineData("950.0", 950L)]
    [InlineData("\"1.2k\"", 1_200L)]
    [InlineData("\"0.001k\"", 1L)]
    [InlineData("\"1.234K\"", 1_234L)]
    [InlineData("\"1.5m\"", 1_500_000L)]
    [InlineData("\"1.2345k\"", null)]
    [InlineData("\"1.5\"", null)]
    [InlineData("\"k\"", null)]
    [InlineData("\".5k\"", null)]
    [InlineData("\"-5k\"", null)]
    [InlineData("\"1,200\"", null)]
    [InlineData("\"999999999999B\"", null)]
    [InlineData("\"User Info Error\"", null)]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    public async Task A_follower_count_is_a_number_or_null(string json, long? count)
    {
        using var run = new EngineRun();
        var batch = await run.CleanAsync("pin", $$"""{"index": 1, "follower_count": {{json}}}""");

        Assert.Equal([[count]], EngineRun.Read(batch.ParquetPath!, "follower_count"));
    }

    [Theory]
    [InlineData("7528", 7528)]
    [InlineData("\"7528\"", 7528)]
    [InlineData("7528.0", 7528)]
    [InlineData("\"7528.0\"", 7528)]
    [InlineData("7.528e3", 7528)]
    [InlineData("\"007\"", 7)]
    [InlineData("-2147483648", int.MinValue)]
    public async Task A_whole_number_may_be_written_in_several_ways(string json, int ind)
    {
        using var run = new EngineRun();
        var batch = await run.CleanAsync("pin", $$"""{"index": {{json}}}""");

        Assert.Equal([[ind]], EngineRun.Read(batch.ParquetPath!, "ind"));
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
            EngineRun.Read(batch.ParquetPath!, "title, description, category"));
    }

    [Fact]
    public async Task Repeats_and_order_are_kept()
    {
        using var run = new EngineRun();
        var batch = await run.CleanAsync("pin", [.. Enumerable.Range(0, 5000).Select(i => $$"""{"index": {{i % 7}}}""")]);

        Assert.Equal(5000, batch.Rows);
        Assert.Equal(
            Enumerable.Range(0, 5000).Select(i => $"{i % 7} {i}"),
            EngineRun.Read(batch.ParquetPath!, "ind, _line").Select(row => $"{row[0]} {row[1]}"));
    }
}
