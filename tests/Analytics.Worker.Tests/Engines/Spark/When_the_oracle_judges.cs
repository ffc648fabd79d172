using System.Text.Json;
using Analytics.Worker.Engines.DuckDb;
using Analytics.Worker.Pipelines;
using Analytics.Worker.Tests.Engines.DuckDb;
using Ingest.Testing;

namespace Analytics.Worker.Tests.Engines.Spark;

/// <summary>
/// The oracle for a cluster, tried where there is none: the embedded engine's results, laid down as a run of <c>pipeline.py</c> leaves
/// them, must pass, and any harm done to them must be found. In spark-submit's place is a script that copies them; it shows that the
/// oracle's own road holds, and nothing of Spark.
/// </summary>
public sealed class When_the_oracle_judges : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly EngineRun _engine = new();
    private readonly SparkOracle _oracle;

    public When_the_oracle_judges() => _oracle = new SparkOracle(Directory.CreateDirectory(_folder.Path + "/bucket").FullName, Median.Exact, seed: 7, count: 150);

    [Fact]
    public async Task Right_results_pass_and_every_harm_is_found()
    {
        var results = Path.Combine(_folder.Path, "results");
        await LayDownAsync(results);
        Assert.Null(await _oracle.RunAsync("sh", [StandIn($"cp -r '{results}/.' \"$output\""), "--master", "local"]));
        Assert.Empty(_oracle.Differences());

        string[] harms =
        [
            Rewrite("tables/pin", "SELECT * REPLACE (_line + 1 AS _line)"),
            Rewrite("tables/geo", "SELECT * REPLACE (timestamp + INTERVAL 1 HOUR AS timestamp)"),
            Rewrite("tables/user", "SELECT DISTINCT ON (ind) *"),
            Rewrite("rejected", "SELECT * REPLACE (left(raw, 1) AS raw)"),
            Rewrite("rejected", "SELECT * REPLACE ('ind: ' || reason AS reason)"),
            Rewrite("results/Q1.parquet", "SELECT * REPLACE (category_count + 1 AS category_count)"),
            Rewrite("results/Q5.parquet", "SELECT * REPLACE (CAST(median_follower_count AS BIGINT) AS median_follower_count)"),
        ];
        foreach (var harm in harms)
        {
            var (file, whole) = (harm.Split('\n')[0], harm.Split('\n')[1]);
            File.Move(file, file + ".kept");
            _engine.Query($"COPY ({whole} FROM read_parquet('{file}.kept')) TO '{file}' (FORMAT parquet)");
            Assert.True(_oracle.Differences().Count > 0, $"not found: {whole}");
            File.Move(file + ".kept", file, overwrite: true);
        }

        Assert.Empty(_oracle.Differences());
    }

    [Theory]
    [InlineData("exit 0", null)]
    [InlineData("echo 'no space left' >&2; exit 3", "ended with 3: no space left")]
    public async Task A_run_that_leaves_nothing_fails(string script, string? said)
    {
        var failure = await _oracle.RunAsync("sh", [StandIn(script)]);

        Assert.Equal(said is not null, failure?.Contains(said!, StringComparison.Ordinal) ?? false);
        Assert.Equal(["results/_SUCCESS.json is not there"], _oracle.Differences());
    }

    public void Dispose()
    {
        _engine.Dispose();
        _folder.Dispose();
    }

    private string Rewrite(string folder, string select) => $"{Path.Combine(_oracle.Output, folder, "part-0.parquet")}\n{select}";

    private string StandIn(string script)
    {
        var path = Path.Combine(_folder.Path, "spark-submit");
        File.WriteAllText(path, $"""
            #!/bin/sh
            # Stands in for spark-submit: computes nothing.
            while [ "$1" != --output ]; do shift; done
            output=$(echo "$2" | sed 's#^file://##')
            mkdir -p "$output"
            {script}
            """);
        return path;
    }

    /// <summary>The embedded engine's answer in the layout of a run.</summary>
    private async Task LayDownAsync(string folder)
    {
        var files = new Dictionary<string, IReadOnlyList<string>>();
        var counts = new Dictionary<string, object>();
        _engine.Query("CREATE TABLE rejected (source VARCHAR, _object VARCHAR, _line BIGINT, reason VARCHAR, raw VARCHAR, bytes BLOB)");
        foreach (var source in _engine.Pipeline.Sources)
        {
            var records = _oracle.Records.Where(record => record.Source == source.Name).Select(record => new RawRecord(record.Key, $"{record.Line}", record.Bytes)).ToList();
            var batch = await _engine.Engine.CleanAsync(source, records, SourcePosition.Batch, _engine.NewDirectory(), TestContext.Current.CancellationToken);
            files[source.Name] = [Place(batch.ParquetPath!, folder, $"tables/{source.Name}")];
            counts[source.Name] = new { rows = batch.Rows, rejected = batch.Rejected.Count };
            foreach (var (record, reason) in batch.Rejected.Select(each => (each.Record, each.Reason)))
            {
                _engine.Query($"INSERT INTO rejected SELECT '{source.Name}', '{record.Container}', {record.Position}, '{reason.Replace("'", "''", StringComparison.Ordinal)}', try(decode(b)), b FROM (SELECT unhex('{Convert.ToHexString(record.Bytes.Span)}') AS b)");
            }
        }

        Directory.CreateDirectory(Path.Combine(folder, "rejected"));
        _engine.Query($"COPY rejected TO '{folder}/rejected/part-0.parquet' (FORMAT parquet)");
        var answers = await _engine.Engine.QueryAsync(files, _engine.NewDirectory(), TestContext.Current.CancellationToken);
        foreach (var answer in answers)
        {
            Place(answer.ParquetPath, folder, $"results/{answer.Id}.parquet");
        }

        var success = new { run = SparkOracle.RunId, queries = answers.Select(answer => new { id = answer.Id, rows = answer.Rows.Count }), sources = counts };
        File.WriteAllText(Path.Combine(folder, "results", "_SUCCESS.json"), JsonSerializer.Serialize(success));
    }

    private static string Place(string file, string folder, string below)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, below)).FullName, "part-0.parquet");
        File.Copy(file, path);
        return path;
    }
}
