using System.Text;

namespace Analytics.Worker.Tests.Engines.DuckDb;

public sealed class When_a_record_cannot_be_read
{
    private const string Good = """{"ind": 1, "first_name": "Ann", "last_name": "Ali", "age": 20, "date_joined": "2015-10-24T11:23:51"}""";

    [Theory]
    [InlineData("", "record: not valid JSON")]
    [InlineData("   ", "record: not valid JSON")]
    [InlineData("not json", "record: not valid JSON")]
    [InlineData("""{"ind": 1""", "record: not valid JSON")]
    [InlineData("""{"ind": 1} {"ind": 2}""", "record: not valid JSON")]
    [InlineData("""{"ind": 1,}""", "record: not valid JSON")]
    [InlineData("""{"ind": NaN}""", "record: not valid JSON")]
    [InlineData("[1]", "record: a JSON list, not an object")]
    [InlineData("null", "record: a JSON null, not an object")]
    [InlineData("\"text\"", "record: a JSON text, not an object")]
    [InlineData("""{"first_name": "a\ud800b"}""", "record: text with half a surrogate pair, at byte 15")]
    [InlineData("""{"a\udc00": 1}""", "record: text with half a surrogate pair, at byte 1")]
    [InlineData("""{"nested": {"deep": ["\ud83d\u0041"]}}""", "record: text with half a surrogate pair, at byte 21")]
    [InlineData("""{"ind": 1, "\u0069nd": 2}""", "ind: occurs twice")]
    [InlineData("{}", "ind: missing")]
    [InlineData("""{"ind": null}""", "ind: missing")]
    [InlineData("""{"ind": "five"}""", "ind: not a whole number of 32 bits: five")]
    [InlineData("""{"ind": 2147483648}""", "ind: not a whole number of 32 bits: 2147483648")]
    [InlineData("""{"ind": 1.5}""", "ind: not a whole number of 32 bits: 1.5")]
    [InlineData("""{"ind": "1e3"}""", "ind: not a whole number of 32 bits: 1e3")]
    [InlineData("""{"ind": {"a": 1}}""", """ind: not a whole number of 32 bits: {"a":1}""")]
    [InlineData("""{"ind": 1}""", "age: missing")]
    [InlineData("""{"ind": 1, "age": "young"}""", "age: not a whole number of 32 bits: young")]
    [InlineData("""{"ind": 1, "age": 20}""", "date_joined: missing")]
    [InlineData("""{"ind": 1, "age": 20, "date_joined": "2015-10-24T11:23:51Z"}""", "date_joined: not a date and time like 2020-08-28T03:52:47: 2015-10-24T11:23:51Z")]
    [InlineData("""{"ind": 1, "age": 20, "date_joined": "2015-02-30T11:23:51"}""", "date_joined: not a date and time like 2020-08-28T03:52:47: 2015-02-30T11:23:51")]
    [InlineData("""{"ind": 1, "age": 20, "date_joined": "2015-10-24T24:00:00"}""", "date_joined: not a date and time like 2020-08-28T03:52:47: 2015-10-24T24:00:00")]
    public async Task It_is_set_aside_with_its_bytes_and_the_others_are_cleaned(string record, string reason)
    {
        using var run = new EngineRun();
        var batch = await run.CleanAsync("user", Good, record, Good);

        var rejected = Assert.Single(batch.Rejected);
        Assert.StartsWith(reason, rejected.Reason, StringComparison.Ordinal);
        Assert.Equal("1", rejected.Record.Position);
        Assert.Equal(record, Encoding.UTF8.GetString(rejected.Record.Bytes.Span));
        Assert.Equal([[0L], [2L]], EngineRun.Read(batch.ParquetPath!, "_line"));
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_are_kept_as_they_are()
    {
        using var run = new EngineRun();
        byte[] record = [.. "{\"ind\": \""u8, 0xff, .. "\"}"u8];
        var batch = await run.CleanAsync("user", [record]);

        var rejected = Assert.Single(batch.Rejected);
        Assert.Equal("record: not valid UTF-8", rejected.Reason);
        Assert.Equal(record, rejected.Record.Bytes.ToArray());
        Assert.Null(batch.ParquetPath);
        Assert.Null(batch.StatsJson);
        Assert.Equal(0, batch.Rows);
    }

    [Fact]
    public async Task Too_long_and_too_deep_name_the_limit()
    {
        using var run = new EngineRun(options: new() { RecordBytesMax = 100, RecordDepthMax = 3 });
        var batch = await run.CleanAsync("user", """{"a": {"b": {"c": 1}}}""", """{"a": {"b": {"c": {}}}}""", new string(' ', 101));

        Assert.Equal("ind: missing", batch.Rejected[0].Reason);
        Assert.Contains("depth of 3", batch.Rejected[1].Reason, StringComparison.Ordinal);
        Assert.Equal("record: 101 bytes, more than 100", batch.Rejected[2].Reason);
    }
}
