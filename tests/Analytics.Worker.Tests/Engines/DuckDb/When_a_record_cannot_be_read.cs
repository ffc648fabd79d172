using System.Text;
using CsCheck;

namespace Analytics.Worker.Tests.Engines.DuckDb;

public sealed class When_a_record_cannot_be_read
{
    private const string Good = """{"ind": 1, "first_name": "Ann", "last_name": "Ali", "age": 20, "date_joined": "2015-10-24T11:23:51"}""";

    /// <summary>Records, and how the reason begins.</summary>
    private static readonly (string Record, string Reason)[] Unreadable =
    [
        ("", "record: not valid JSON"),
        ("   ", "record: not valid JSON"),
        ("not json", "record: not valid JSON"),
        ("""{"ind": 1""", "record: not valid JSON"),
        ("""{"ind": 1} {"ind": 2}""", "record: not valid JSON"),
        ("""{"ind": 1,}""", "record: not valid JSON"),
        ("""{"ind": NaN}""", "record: not valid JSON"),
        ("[1]", "record: a JSON list, not an object"),
        ("null", "record: a JSON null, not an object"),
        ("\"text\"", "record: a JSON text, not an object"),
        ("""{"first_name": "a\ud800b"}""", "record: text with half a surrogate pair, at byte 15"),
        ("""{"a\udc00": 1}""", "record: text with half a surrogate pair, at byte 1"),
        ("""{"nested": {"deep": ["\ud83d\u0041"]}}""", "record: text with half a surrogate pair, at byte 21"),
        ("""{"ind": 1, "\u0069nd": 2}""", "ind: occurs twice"),
        ("{}", "ind: missing"),
        ("""{"ind": null}""", "ind: missing"),
        ("""{"ind": "five"}""", "ind: not a whole number of 32 bits: five"),
        ("""{"ind": 2147483648}""", "ind: not a whole number of 32 bits: 2147483648"),
        ("""{"ind": 1.5}""", "ind: not a whole number of 32 bits: 1.5"),
        ("""{"ind": "1e3"}""", "ind: not a whole number of 32 bits: 1e3"),
        ("""{"ind": {"a": 1}}""", """ind: not a whole number of 32 bits: {"a":1}"""),
        ("""{"ind": 1}""", "age: missing"),
        ("""{"ind": 1, "age": "young"}""", "age: not a whole number of 32 bits: young"),
        ("""{"ind": 1, "age": 20}""", "date_joined: missing"),
        ("""{"ind": 1, "age": 20, "date_joined": "2015-10-24T11:23:51Z"}""", "date_joined: not a date and time like 2020-08-28T03:52:47: 2015-10-24T11:23:51Z"),
        ("""{"ind": 1, "age": 20, "date_joined": "2015-02-30T11:23:51"}""", "date_joined: not a date and time like 2020-08-28T03:52:47: 2015-02-30T11:23:51"),
        ("""{"ind": 1, "age": 20, "date_joined": "2015-10-24T24:00:00"}""", "date_joined: not a date and time like 2020-08-28T03:52:47: 2015-10-24T24:00:00"),
    ];

    [Fact]
    public async Task It_is_set_aside_with_its_bytes_and_the_others_are_cleaned()
    {
        using var run = new EngineRun();
        var batch = await run.CleanAsync("user", [.. Unreadable.SelectMany(each => new[] { Good, each.Record })]);

        Assert.Equal(Unreadable.Length, batch.Rejected.Count);
        Assert.All(batch.Rejected.Zip(Unreadable), (pair, i) =>
        {
            Assert.StartsWith(pair.Second.Reason, pair.First.Reason, StringComparison.Ordinal);
            Assert.Equal(pair.Second.Record, Encoding.UTF8.GetString(pair.First.Record.Bytes.Span));
            Assert.Equal($"{(2 * i) + 1}", pair.First.Record.Position);
        });
        Assert.Equal(Unreadable.Select((_, i) => 2L * i), run.Read(batch.ParquetPath!, "_line").Select(row => (long)row[0]!));
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

    /// <summary>DuckDB fails a whole statement for one record that it cannot parse, so none of those may reach it.</summary>
    [Fact]
    public async Task No_damage_to_a_record_costs_the_others_anything()
    {
        byte[] original = [.. """{"ind": 7528.5e1, "first_name": "\ud83d\ude00\u0000é", "age": [{"a": "\\"}, null, true, -0.1E-2], "date_joined": "2015-10-24T11:23:51"}"""u8];
        var alphabet = "{}[]:,\"\\u0dD8c9eE+-. tn/\0\u0001\u00e9"u8.ToArray();
        var damage = Gen.Select(Gen.Int[0, original.Length - 1], Gen.Int[0, 2], Gen.Int[0, alphabet.Length - 1]).Array[1, 4];

        await damage.Array[500].SampleAsync(
            async damages =>
            {
                using var run = new EngineRun();
                var records = damages.Select(each => new ReadOnlyMemory<byte>(Damage(original, each, alphabet))).ToList();
                var batch = await run.CleanAsync("user", records);
                Assert.Equal(records.Count, batch.Rows + batch.Rejected.Count);
            },
            iter: 5,
            threads: 1);
    }

    private static byte[] Damage(byte[] original, (int At, int Kind, int With)[] damages, byte[] alphabet)
    {
        var bytes = original.ToList();
        foreach (var (at, kind, with) in damages)
        {
            switch (kind)
            {
                case 0: bytes[at % bytes.Count] = alphabet[with]; break;
                case 1: bytes.Insert(at % bytes.Count, alphabet[with]); break;
                default: bytes.RemoveAt(at % bytes.Count); break;
            }
        }

        return [.. bytes];
    }
}
