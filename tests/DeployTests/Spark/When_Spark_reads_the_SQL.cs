using System.Text.RegularExpressions;
using Ingest.Testing;

namespace DeployTests.Spark;

/// <summary>The pipeline's SQL files against the grammar of Spark; only a cluster can show what they give (docs/spark.md).</summary>
public sealed partial class When_Spark_reads_the_SQL
{
    [Fact]
    public async Task Every_statement_passes_the_grammar_and_calls_known_functions()
    {
        SkipUnlessInstalled();
        var (exact, discrete) = (await SparkSql.ReadAsync("exact"), await SparkSql.ReadAsync("discrete"));

        Assert.Equal(18, exact.Count);
        Assert.Equal(3, discrete.Except(exact).Count());
        Assert.Empty(await SparkSql.CheckAsync(exact.Union(discrete)));
    }

    /// <summary>One run of the checker for all, as it takes seconds to start; each must be named.</summary>
    [Fact]
    public async Task What_Spark_does_not_run_is_refused()
    {
        SkipUnlessInstalled();
        string[] mutants =
        [
            "SELECT a::INT FROM t",
            "SELECT * FROM t QUALIFY row_number() OVER (ORDER BY a ASC NULLS LAST) = 1",
            "SELECT * EXCLUDE (a) FROM t",
            "SELECT [a, b] FROM t",
            "SELECT regexp_matches(a, b) FROM t",
            "SELECT json_extract_string(a, b) FROM t",
            "SELECT median(a) FROM t",
            "SELECT a FROM t LATERAL VIEW json_each(a) v AS b",
            "CREATE OR REPLACE TEMPORARY VIEW v AS SELECT a FROM t;; SELECT",
            "SELECT a FROM t WHERE (b = 1",
        ];

        var errors = await SparkSql.CheckAsync(mutants.Select(sql => new SqlStatement(sql, sql)));

        Assert.All(mutants, sql => Assert.Contains(errors, error => error.StartsWith($"{sql}: ", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_function_on_the_list_is_there_since_the_oldest_Spark_that_is_accepted() =>
        Assert.All(SparkSql.Functions, function =>
        {
            Assert.True(function.Value.Since <= SparkSql.SparkMin, $"{function.Key} is of Spark {function.Value.Since}");
            Assert.NotEmpty(function.Value.Source);
        });

    [Fact]
    public void The_oldest_Spark_is_the_one_that_pipeline_py_asks_for()
    {
        var asked = SparkMin().Match(File.ReadAllText(Path.Combine(Checkout.Root, "deploy/spark/pipeline.py")));

        Assert.Equal($"{SparkSql.SparkMin.Major}, {SparkSql.SparkMin.Minor}", asked.Groups[1].Value);
    }

    private static void SkipUnlessInstalled()
    {
        Python.SkipUnlessInstalled();
        Node.SkipUnlessInstalled("dt-sql-parser");
        Node.SkipUnlessInstalled("esbuild");
    }

    [GeneratedRegex(@"^SPARK_MIN = \((.*)\)", RegexOptions.Multiline)]
    private static partial Regex SparkMin();
}
