using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ingest.Testing;
using Ingest.Testing.Spark;

namespace AcceptanceTests;

/// <summary>The main job with the answers from a submitted run; a stand-in for spark-submit records it and lays down what DuckDB has answered.</summary>
public sealed partial class When_the_demo_submits_to_Spark
{
    private const int Events = 40;
    private static readonly string[] Sources = ["pin", "geo", "user"];

    [Fact]
    public async Task It_shows_the_arguments_and_every_path_and_gives_the_answers_of_the_run()
    {
        using var directory = new TemporaryDirectory();
        using var spark = new RecordingSpark();
        var (expected, prepared) = await AnswersOfDuckDbAsync(directory);
        spark.Set(results: prepared);
        var folder = Directory.CreateDirectory(Path.Combine(directory.Path, "spark")).FullName;

        var (exitCode, output) = await IngestProgram.RunAsync(
            folder, PathWith(spark), "demo", "--engine", "spark-submit", "--events", $"{Events}", "--exit", "--json", "out.json", "--ports", "auto");

        Assert.True(exitCode == 0, output);
        Assert.Equal(expected, await File.ReadAllTextAsync(Path.Combine(folder, "out.json"), Cancellation));
        var arguments = Assert.Single(spark.Submissions);
        var lines = output.Split('\n').Select(line => line.Trim()).ToHashSet();
        Assert.All(arguments, argument => Assert.Contains(argument, lines));
        Assert.Equal(ReplaceVariable(await File.ReadAllTextAsync(ApprovedFile, Cancellation)), ReplaceVariable(string.Join('\n', arguments) + "\n"));

        var bucket = Path.Combine(folder, ".ingest", "bucket");
        var inputs = Sources.SelectMany(source => Directory.GetFiles(Path.Combine(bucket, "topics", $"demo.{source}"), "*.json", SearchOption.AllDirectories)).ToList();
        Assert.NotEmpty(inputs);
        Assert.All(inputs, input => Assert.Contains($"file://{input}", lines));
        var results = Directory.GetFiles(Directory.GetDirectories(Path.Combine(bucket, "runs", "pinterest")).Single(), "*", SearchOption.AllDirectories)
            .Where(file => file.Contains("/results/", StringComparison.Ordinal)).ToList();
        Assert.Equal(10, results.Count);
        Assert.All(results, result => Assert.Contains(result, lines));
    }

    [Fact]
    public async Task A_program_that_ends_well_and_leaves_nothing_is_a_failure()
    {
        using var directory = new TemporaryDirectory();
        using var spark = new RecordingSpark();

        var (exitCode, output) = await IngestProgram.RunAsync(
            directory.Path, PathWith(spark), "demo", "--engine", "spark-submit", "--events", "1", "--exit", "--ports", "auto");

        Assert.Equal(1, exitCode);
        Assert.Matches("(?m)^writes nothing below .+/runs/pinterest/[0-9a-f-]{36}$", output);
        Assert.Matches("(?m)^Run [0-9a-f-]{36} has failed: It ended well and left no results: results/_SUCCESS.json", output);
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("up")]
    public async Task Without_a_spark_submit_it_says_what_is_missing_before_it_starts_anything(string command)
    {
        using var directory = new TemporaryDirectory();
        var started = Stopwatch.GetTimestamp();

        var (exitCode, output) = await IngestProgram.RunAsync(
            directory.Path, new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin", ["SPARK_HOME"] = "" }, command, "--engine", "spark-submit", "--ports", "auto");

        Assert.Equal(1, exitCode);
        Assert.Equal(
            "Could not start: Spark:Command is 'spark-submit'; there is no such program on the PATH or in SPARK_HOME/bin. It comes with Apache Spark 3.4 or later, " +
            "which needs Java: unpack a release of https://spark.apache.org/downloads.html and set SPARK_HOME to it, or pip install pyspark.",
            output.Trim());
        Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
        TestContext.Current.TestOutputHelper?.WriteLine($"it took {Stopwatch.GetElapsedTime(started)}");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string ApprovedFile => Path.Combine(Checkout.Root, "tests", "AcceptanceTests", "Approved", "demo-spark-arguments.txt");

    private static Dictionary<string, string> PathWith(RecordingSpark spark) => new()
    {
        ["PATH"] = $"{spark.Folder}:{Environment.GetEnvironmentVariable("PATH")}",
        ["SPARK_HOME"] = "",
    };

    /// <summary>The same demo in DuckDB: its answers, and its result files as a run would have left them.</summary>
    private static async Task<(string Json, string Prepared)> AnswersOfDuckDbAsync(TemporaryDirectory directory)
    {
        var folder = Directory.CreateDirectory(Path.Combine(directory.Path, "duckdb")).FullName;
        var (exitCode, output) = await IngestProgram.RunAsync(
            folder, new Dictionary<string, string>(), "demo", "--events", $"{Events}", "--exit", "--json", "out.json", "--ports", "auto");
        Assert.True(exitCode == 0, output);
        var json = await File.ReadAllTextAsync(Path.Combine(folder, "out.json"), Cancellation);
        var rows = JsonElement.Parse(json).EnumerateObject().Where(query => query.Name != "delta").ToDictionary(query => query.Name, query => query.Value.GetArrayLength());
        var prepared = Path.Combine(directory.Path, "prepared");
        PreparedResults.Copy(
            Path.Combine(folder, ".ingest", "bucket"), rows,
            Sources.ToDictionary(source => source, _ => ((long)Events, 0L)), prepared);
        return (json, prepared);
    }

    /// <summary>What differs from run to run: the folder, the run's id, the hash of the SQL.</summary>
    private static string ReplaceVariable(string arguments) =>
        Hash().Replace(Guid().Replace(Folder().Replace(arguments, "file:///BUCKET/"), "RUN"), "HASH");

    [GeneratedRegex("file:///[^\n]*/bucket/")]
    private static partial Regex Folder();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Guid();

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Hash();
}
