using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Analytics.Worker.Pipelines;
using Analytics.Worker.Tests.Engines.DuckDb;
using Ingest.Testing.Pinterest;

namespace Analytics.Worker.Tests.Engines.Spark;

/// <summary>Holds what a run left below its folder to the rules in plain C#.</summary>
internal sealed class OracleDifferences(
    string output, IReadOnlyList<(string Source, string Key, long Line, ReadOnlyMemory<byte> Bytes)> records, Median median)
{
    private const int ShownMax = 5;
    private readonly List<string> _found = [];

    public IReadOnlyList<string> Find(JsonElement success)
    {
        using var run = new EngineRun(median);
        var pins = Table(run, success, "pin", PinterestCleaning.Pin);
        var geos = Table(run, success, "geo", PinterestCleaning.Geo);
        var users = Table(run, success, "user", PinterestCleaning.User);
        var ids = success.GetProperty("queries").EnumerateArray().Select(query => $"{query.GetProperty("id")}: {query.GetProperty("rows")}").ToList();
        var expected = new PinterestTables(pins, geos, users, median == Median.Discrete).All();
        Compare("results/_SUCCESS.json, queries", expected.Select(table => $"{table.Key}: {table.Value.Count}"), ids);
        foreach (var (id, rows) in expected)
        {
            Compare($"results/{id}.parquet", rows.Select(OracleComparison.Show), Read(run, $"results/{id}.parquet").Select(OracleComparison.Show));
        }

        Compare("run", [SparkOracle.RunId], [success.GetProperty("run").GetString()!]);
        return _found;
    }

    /// <summary>Rows at their places, what was set aside at its place with its field and bytes, and the counts of both.</summary>
    private List<TRow> Table<TRow>(EngineRun run, JsonElement success, string source, Func<ReadOnlyMemory<byte>, Cleaned<TRow>> clean)
        where TRow : CleanedRow
    {
        var expected = records.Where(record => record.Source == source)
            .OrderBy(record => record.Key, StringComparer.Ordinal).ThenBy(record => record.Line)
            .Select(record => (record.Key, record.Line, record.Bytes, Cleaned: clean(record.Bytes))).ToList();
        var rows = expected.Where(each => each.Cleaned.Row is not null).ToList();
        Compare(
            $"tables/{source}",
            rows.Select(each => OracleComparison.Show([.. OracleComparison.Values(each.Cleaned.Row!), each.Key, each.Line])),
            Read(run, $"tables/{source}", rest: "ORDER BY _object, _line").Select(OracleComparison.Show));

        var aside = expected.Where(each => each.Cleaned.Row is null).ToList();
        Compare(
            $"rejected, {source}",
            aside.Select(each => $"{each.Key} {each.Line} {each.Cleaned.UnreadableField} {Raw(each.Bytes.Span) ?? "null"} {Convert.ToHexString(each.Bytes.Span)}"),
            Read(run, "rejected", "_object, _line, reason, raw, hex(bytes)", $"WHERE source = '{source}' ORDER BY _object, _line")
                .Select(row => $"{row[0]} {row[1]} {OracleComparison.FieldOf((string)row[2]!)} {row[3] ?? "null"} {row[4]}"));

        var counts = success.GetProperty("sources").GetProperty(source);
        Compare($"results/_SUCCESS.json, {source}", [$"{rows.Count} {aside.Count}"], [$"{counts.GetProperty("rows")} {counts.GetProperty("rejected")}"]);
        return [.. rows.Select(each => each.Cleaned.Row!)];
    }

    private List<object?[]> Read(EngineRun run, string folder, string columns = "*", string rest = "") =>
        Directory.Exists(Path.Combine(output, folder))
            ? run.Query($"SELECT {columns} FROM read_parquet('{Path.Combine(output, folder)}/*.parquet') {rest}")
            : [];

    private static string? Raw(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : null;

    private void Compare(string what, IEnumerable<string> expected, IEnumerable<string> found)
    {
        var (left, right) = (expected.ToList(), found.ToList());
        if (left.Count != right.Count)
        {
            _found.Add($"{what}: {right.Count} rows, {left.Count} expected");
        }

        _found.AddRange(left.Zip(right).Where(pair => pair.First != pair.Second).Take(ShownMax).Select(pair => $"{what}: {pair.Second}\n  expected: {pair.First}"));
    }
}
