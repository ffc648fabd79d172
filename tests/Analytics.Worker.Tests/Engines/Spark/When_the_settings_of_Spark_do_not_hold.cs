using Analytics.Worker.Pipelines;
using Ingest.ServiceDefaults;
using Ingest.Testing;
using Ingest.Testing.Spark;
using Microsoft.Extensions.Configuration;

namespace Analytics.Worker.Tests.Engines.Spark;

public sealed class When_the_settings_of_Spark_do_not_hold
{
    [Fact]
    public Task A_spark_submit_that_is_missing_is_told_with_where_to_get_it() => ServiceProgram.RefusesAsync<PipelineOptions>(
        ["--Analytics:Engine=SparkSubmit", "--Spark:Command=/nowhere/spark-submit", "--ObjectStore:Uri=file:///nowhere/bucket/", "--Kinesis:Region=eu-west-1"],
        "Spark:Command is '/nowhere/spark-submit'; there is no such program on the PATH or in SPARK_HOME/bin. It comes with Apache Spark 3.4 or later, which needs Java: " +
        "unpack a release of https://spark.apache.org/downloads.html and set SPARK_HOME to it, or pip install pyspark.");

    [Fact]
    public void An_engine_that_is_none_is_refused() =>
        AssertRefused(["Analytics:Engine is 'Hadoop'; it must be DuckDb or SparkSubmit or Databricks"], ("Analytics:Engine", "Hadoop"));

    [Fact]
    public void Everything_that_Spark_would_refuse_is_told_at_once()
    {
        using var spark = new RecordingSpark();
        AssertRefused(
            [
                "Spark:Master is 'mesos://host:5050'; it must be local, local[n], local[*], spark://host:port, yarn or k8s://address.",
                "Spark:DeployMode is 'both'; it must match ^(client|cluster)$",
                "Spark:Conf:executor.memory is no setting of Spark: those begin with 'spark.', and it ignores others.",
                "Spark:Conf:spark.app.name cannot be set: the worker sets it itself.",
                "Runs:Program is '/nowhere.py'; there is no such file. It is the suite's deploy/spark/pipeline.py.",
            ],
            ("Analytics:Engine", "SparkSubmit"),
            ("Spark:Command", spark.Command),
            ("Spark:Master", "mesos://host:5050"),
            ("Spark:DeployMode", "both"),
            ("Spark:Conf:executor.memory", "4g"),
            ("Spark:Conf:spark.app.name", "mine"),
            ("Runs:Program", "/nowhere.py"));
    }

    [Theory]
    [InlineData("local[*]")]
    [InlineData("spark://master:7077")]
    public void A_mode_that_Python_programs_do_not_have_is_refused(string master)
    {
        using var spark = new RecordingSpark();
        AssertRefused(
            [$"Spark:DeployMode is 'cluster' and Spark:Master '{master}'; there Spark runs Python programs in client mode only."],
            ("Analytics:Engine", "SparkSubmit"),
            ("Spark:Command", spark.Command),
            ("Spark:Master", master),
            ("Spark:DeployMode", "cluster"));
    }

    [Fact]
    public void A_yarn_that_is_missing_is_told_where_it_is_needed()
    {
        using var spark = new RecordingSpark();
        AssertRefused(
            [
                "Spark:YarnCommand is '/nowhere/yarn'; there is no such program on the PATH or in HADOOP_HOME/bin. " +
                "With yarn in cluster mode runs are found again and cancelled by it; it comes with Hadoop, https://hadoop.apache.org/releases.html.",
            ],
            ("Analytics:Engine", "SparkSubmit"),
            ("Spark:Command", spark.Command),
            ("Spark:YarnCommand", "/nowhere/yarn"),
            ("Spark:Master", "yarn"),
            ("Spark:DeployMode", "cluster"));
    }

    private static void AssertRefused(string[] expected, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("ObjectStore:Uri", "file:///nowhere/bucket/"), new("Kinesis:Region", "eu-west-1")])
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
        using var app = (IDisposable)Program.Build([], configuration);

        var failure = Assert.ThrowsAny<Exception>(((Microsoft.AspNetCore.Builder.WebApplication)app).ValidateOptions);

        Assert.Equal(expected.Order(StringComparer.Ordinal), ServiceOptions.ConfigurationErrors(failure).Order(StringComparer.Ordinal));
    }
}
