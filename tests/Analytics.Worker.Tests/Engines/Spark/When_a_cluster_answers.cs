using Analytics.Worker.Pipelines;
using Ingest.Testing;

namespace Analytics.Worker.Tests.Engines.Spark;

/// <summary>
/// <c>./test.sh --long spark-oracle</c>: <c>pipeline.py</c> on a real Spark, by spark-submit, held to the rules in plain C#. docs/spark.md
/// tells of the environment that it reads.
/// </summary>
public sealed class When_a_cluster_answers
{
    [Theory]
    [Trait("Long", "spark-oracle")]
    [InlineData(nameof(Median.Exact))]
    [InlineData(nameof(Median.Discrete))]
    public async Task Its_rows_and_tables_are_those_of_the_plain_rules(string median)
    {
        var submit = FindSubmit();
        var options = Environment.GetEnvironmentVariable("INGEST_SPARK_OPTIONS") ?? "--master local[2]";
        var shared = Environment.GetEnvironmentVariable("INGEST_SPARK_FOLDER");
        using var folder = new TemporaryDirectory();
        var bucket = Directory.CreateDirectory(Path.Combine(string.IsNullOrEmpty(shared) ? folder.Path : shared, $"oracle-{Guid.NewGuid():N}")).FullName;
        try
        {
            var oracle = new SparkOracle(bucket, Enum.Parse<Median>(median), seed: 100, count: 2000);

            Assert.Null(await oracle.RunAsync(submit, options.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
            Assert.Empty(oracle.Differences());
        }
        finally
        {
            Directory.Delete(bucket, recursive: true);
        }
    }

    private static string FindSubmit()
    {
        var home = Environment.GetEnvironmentVariable("SPARK_HOME");
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Prepend(Path.Combine(home ?? "", "bin"));
        var found = folders.Select(each => Path.Combine(each, "spark-submit")).FirstOrDefault(File.Exists);
        Assert.True(
            found is not null,
            "missing: spark-submit. Install Apache Spark 3.4 or later (https://spark.apache.org/downloads.html) and set SPARK_HOME, or put its bin folder on PATH.");
        return found;
    }
}
