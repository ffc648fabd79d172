using System.Globalization;
using System.Text;
using System.Text.Json;
using Analytics.Worker.Engines.DuckDb;
using Analytics.Worker.Pipelines;
using CsCheck;
using Ingest.Testing;
using Ingest.Testing.Pinterest;

namespace Analytics.Worker.Tests.Engines.Spark;

/// <summary>
/// Cleaning SQL is the same on both engines, so what they are given must be too: what <c>pipeline.py</c> reads of a record, in
/// Python, against what the embedded engine reads of it: set aside or not, and for what; and the text of every field.
/// </summary>
public sealed class When_pipeline_py_reads_records
{
    private static readonly Pipeline Shipped = PipelineLoader.Load(new PipelineOptions());

    private static readonly string[] Numbers =
    [
        "7528", "7528.0", "7.528e3", "12345678.0", "2147483647.0", "1e7", "1E+2", "100e-2", "1e15", "1e16", "1e20", "1e21", "1e22", "1.5e300", "12.5e20",
        "1e-4", "1e-5", "1e-6", "1e-7", "0.0001234", "-0", "-0.0", "0.0", "0e5", "0.1", "-1.25", "0.30000000000000004", "5e-324", "1.7976931348623157e308",
        "18446744073709551616", "123456789012345678901234567890", "-9223372036854775809", "1e400", "-1e400",
    ];

    private static readonly string[] Others =
    [
        "null", "true", "false", "\"\"", "\"a\\u0000b\"", "\"\\ud83d\\ude00\"", "\"\\/ \\\" \\\\ \\b\\f\\n\\r\\t \\u001f \\u007f \\u2028\"", "[\"\\\\u001f\"]", "\"日本 é\"",
        "{}", "[]", "[ ]", "{ \"b\" : [ 1 , \"x\" , null , 1.50 , { } ] , \"b\" : -0 }", "[\"\\u00e9\\n\\\"\", \"/\", [[true]]]",
    ];

    private static readonly string[] Records =
    [
        "", "   ", "not json", "{\"ind\": 1", "{\"ind\": 1} {\"ind\": 2}", "{\"ind\": 1,}", "{\"ind\": 01}", "{\"ind\": 1.}", "{\"ind\": .5}", "{\"ind\": +1}",
        "{\"ind\": NaN}", "{\"ind\": -Infinity}", "{'ind': 1}", "\uFEFF{\"ind\": 1}", "{\"ind\": \"a\tb\"}", "{\"ind\": \"\\x\"}", "{\"ind\": \"\\u12\"}", "\u00a0{}",
        "[1]", "null", "\"text\"", "5", "true", "{\"first_name\": \"a\\ud800b\"}", "{\"a\\udc00\": 1}", "{\"nested\": {\"deep\": [\"\\ud83d\\u0041\"]}}",
        "{\"ind\": 1, \"\\u0069nd\": 2}", "{\"other\": 1, \"other\": 2, \"ind\": 3}", "{\"Ind\": 1, \"ind\": 2}", "{\"a\": {\"ind\": 1, \"ind\": 2}}", "{}",
        "\t{ \"ind\"\r:\n1 } ", Nested(63), Nested(64), Nested(65), Nested(5000), "{\"ind\": " + new string('9', 5000) + "}",
    ];

    [Fact]
    public async Task It_reads_numbers_and_other_values_as_the_embedded_engine_does() =>
        await AssertSameAsync("user", [.. Numbers.Concat(Others).Select(value => Bytes($$"""{"ind": {{value}}, "first_name": {{value}}, "age": [{{value}}]}"""))]);

    [Fact]
    public async Task It_sets_aside_the_same_records_for_the_same_reasons() =>
        await AssertSameAsync("user", [.. Records.Select(Bytes), (byte[])[0xff], (byte[])[.. "{\"ind\": \""u8, 0xed, 0xa0, 0x80, .. "\"}"u8], .. TooLong()]);

    [Theory]
    [InlineData("pin")]
    [InlineData("geo")]
    [InlineData("user")]
    public async Task So_it_does_with_odd_events(string source)
    {
        var seed = Gen.Int.Single();
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var events = new PinterestGenerator(seed, oddOneIn: 4).Draw(2000);

        await AssertSameAsync(source, source == "pin" ? events.Pins : source == "geo" ? events.Geos : events.Users);
    }

    [Fact]
    public async Task So_it_does_with_any_number()
    {
        var numbers = Gen.Double.Where(double.IsFinite).Array[1000].Single();

        await AssertSameAsync("user", [.. numbers.Select(number => Bytes($$"""{"ind": {{number.ToString("E16", CultureInfo.InvariantCulture)}}}"""))]);
    }

    private static async Task AssertSameAsync(string source, IReadOnlyList<ReadOnlyMemory<byte>> records)
    {
        Python.SkipUnlessInstalled();
        var fields = Shipped.Source(source).Fields;
        var reasons = records.Select(record => JsonRecord.Check(record.Span, fields, bytesMax: 1 << 20, depthMax: 64)).ToList();
        var readable = Enumerable.Range(0, records.Count).Where(i => reasons[i] is null).ToList();
        var texts = readable.Zip(ReadByDuckDb(source, fields, readable.Select(i => records[i]))).ToDictionary(row => row.First, row => row.Second);

        var read = await ReadByPythonAsync(fields, records);

        Assert.Equal(records.Count, read.Count);
        for (var i = 0; i < records.Count; i++)
        {
            var record = Encoding.UTF8.GetString(records[i].Span[..Math.Min(records[i].Length, 300)]);
            Assert.Equal($"{record} → {Kind(reasons[i])}", $"{record} → {Kind(read[i].Reason)}");
            Assert.Equal(
                reasons[i] is null ? $"{record} → {string.Join(" | ", texts[i].Select(text => text ?? "NULL"))}" : "",
                read[i].Texts is { } found ? $"{record} → {string.Join(" | ", fields.Select(field => found.GetValueOrDefault(field) ?? "NULL"))}" : "");
        }
    }

    private static List<string?[]> ReadByDuckDb(string source, IReadOnlyList<string> fields, IEnumerable<ReadOnlyMemory<byte>> records)
    {
        using var folder = new TemporaryDirectory();
        using var session = new DuckDbSession(new DuckDbOptions(), folder.Path, TestContext.Current.CancellationToken);
        foreach (var each in Shipped.Sources)
        {
            session.Execute($"CREATE TABLE {each.Name}_json (_row BIGINT, _container VARCHAR, _position VARCHAR, _json VARCHAR)");
        }

        session.Append($"{source}_json", records.Select((record, row) => (record, row)), (row, each) => row
            .AppendValue((long)each.row).AppendValue("o").AppendValue("1").AppendValue(Encoding.UTF8.GetString(each.record.Span)));
        session.Execute(Shipped.Cleaning[0]);
        return session.Query(
            $"SELECT {string.Join(", ", fields.Select(SqlText.Name))} FROM {source}_raw ORDER BY _row",
            reader => Enumerable.Range(0, fields.Count).Select(i => reader.IsDBNull(i) ? null : reader.GetString(i)).ToArray());
    }

    private static async Task<List<(string? Reason, Dictionary<string, string?>? Texts)>> ReadByPythonAsync(
        IReadOnlyList<string> fields, IEnumerable<ReadOnlyMemory<byte>> records)
    {
        const string Program = """
            import base64, json, sys, pipeline
            with open(sys.argv[1]) as file:
                for line in file:
                    reason, texts = pipeline.read_record(base64.b64decode(line), sys.argv[2:])
                    print(json.dumps({"reason": reason, "texts": texts and json.loads(texts)}))
            """;
        using var folder = new TemporaryDirectory();
        var path = Path.Combine(folder.Path, "records.txt");
        await File.WriteAllLinesAsync(path, records.Select(record => Convert.ToBase64String(record.Span)));
        var (output, _) = await Python.RunAsync(["deploy/spark"], ["-c", Program, path, .. fields]);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<Read>(line, JsonSerializerOptions.Web)!)
            .Select(read => (read.Reason, read.Texts))];
    }

    /// <summary>What is wrong, without the parser's own words about where.</summary>
    private static string? Kind(string? reason) => reason is null ? null : string.Join(": ", reason.Split(": ").Take(2)).Split(',')[0];

    private static string Nested(int levels) => string.Concat(Enumerable.Repeat("{\"a\":", levels - 1)) + "{}" + new string('}', levels - 1);

    private static IEnumerable<ReadOnlyMemory<byte>> TooLong() =>
        [Bytes("{\"ind\": 1" + new string(' ', 1 << 20) + "}"), Bytes("{\"ind\": 1" + new string(' ', (1 << 20) - 10) + "}")];

    private static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private sealed record Read(string? Reason, Dictionary<string, string?>? Texts);
}
