using Analytics.Worker.Engines.Spark;
using Analytics.Worker.Pipelines;
using Analytics.Worker.Runs;
using Ingest.ObjectStore;
using Ingest.Testing;

namespace Analytics.Worker.Tests.Engines.Spark;

public sealed class When_arguments_are_built
{
    private const string Run = "019b7d2c-0a88-7000-8000-000000000001";

    private static string ApprovedFile => Path.Combine(Checkout.Root, "tests", "Analytics.Worker.Tests", "Engines", "Spark", "Approved", "arguments.txt");

    /// <summary>To approve a change: read what is new in it, and copy arguments.received.txt over arguments.txt.</summary>
    [Fact]
    public void They_are_those_approved_for_each_master()
    {
        var received = string.Concat(Cases().Select(each => $"# {each.Title}\n{string.Join('\n', each.Arguments)}\n\n"));
        var file = Path.ChangeExtension(ApprovedFile, "received.txt");
        var approved = File.ReadAllText(ApprovedFile);
        if (approved != received)
        {
            File.WriteAllText(file, received);
        }

        Assert.Equal(approved, received);
    }

    [Fact]
    public void What_is_recorded_shows_no_secret()
    {
        string[] secrets =
        [
            "spark.hadoop.fs.s3a.secret.key=s3cr3t", "spark.hadoop.fs.azure.account.key.a.dfs.core.windows.net=s3cr3t", "spark.executorEnv.DB_PASSWORD=s3cr3t",
            "spark.hadoop.fs.s3a.access.key=s3cr3t", "spark.driver.extraJavaOptions=-Dpassword=s3cr3t", "spark.jars.repositories=https://user:s3cr3t@repo.example/m",
        ];
        var arguments = secrets.SelectMany(secret => new[] { "--conf", secret }).Append("https://token:s3cr3t@repo.example/pipeline.py").Append("--user-id").Append("token").ToList();

        var recorded = Redaction.Arguments(arguments);

        Assert.DoesNotContain(recorded, argument => argument.Contains("s3cr3t", StringComparison.Ordinal));
        Assert.Contains("spark.hadoop.fs.s3a.secret.key=*********(redacted)", recorded);
        Assert.Contains("spark.jars.repositories=https://*********(redacted)@repo.example/m", recorded);
        Assert.Equal("token", recorded[^1]);
        Assert.DoesNotContain("s3cr3t", Redaction.Text("WARN spark.hadoop.fs.s3a.secret.key=s3cr3t and https://u:s3cr3t@h/ were set"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jdbc:mysql://user:s3cr3t/s3cr3t+s3cr3t@db.example/x", "jdbc:mysql://*********(redacted)@db.example/x")]
    [InlineData("s3a://AKIA:s3cr3t@s3cr3t@bucket/x", "s3a://*********(redacted)@bucket/x")]
    [InlineData("GET https://b.s3.example/k?X-Amz-Credential=s3cr3t&X-Amz-Signature=s3cr3t failed", "GET https://b.s3.example/k?X-Amz-Credential=*********(redacted) failed")]
    [InlineData("https://a.blob.example/k?sv=2&sig=s3cr3t", "https://a.blob.example/k?sv=2&sig=*********(redacted)")]
    [InlineData("AWS_SECRET_ACCESS_KEY=s3cr3t and fs.s3a.secret.key = 's3 cr3t', too", "AWS_SECRET_ACCESS_KEY=*********(redacted) and fs.s3a.secret.key=*********(redacted), too")]
    [InlineData("http://host:8080/a?b=c and mail a@b", "http://host:8080/a?b=c and mail a@b")]
    [InlineData("spark.sql.shuffle.partitions=8", "spark.sql.shuffle.partitions=8")]
    public void Text_shows_no_secret(string text, string expected) => Assert.Equal(expected, Redaction.Text(text));

    [Fact]
    public void No_text_takes_long()
    {
        foreach (var piece in new[] { "a.", "a:", "x://a:", "spark.", "token", "\"=", "?sig " })
        {
            Redaction.Text(string.Concat(Enumerable.Repeat(piece, (1 << 16) / piece.Length)));
        }
    }

    [Theory]
    [InlineData("file:///data/my%20bucket/", null, "file:///data/my bucket")]
    [InlineData("s3://bucket/prefix/", null, "s3a://bucket/prefix")]
    [InlineData("s3://bucket", null, "s3a://bucket")]
    [InlineData("file:///mnt/bucket", "hdfs://name:8020/bucket/", "hdfs://name:8020/bucket")]
    [InlineData("s3://bucket", "s3://bucket", "s3://bucket")]
    public void The_bucket_is_addressed_as_Hadoop_does(string store, string? own, string expected) => Assert.Equal(
        expected, SparkArguments.BucketUri(new SparkOptions { BucketUri = own is null ? null : new Uri(own) }, new ObjectStoreOptions { Uri = new Uri(store) }));

    private static IEnumerable<(string Title, IReadOnlyList<string> Arguments)> Cases()
    {
        var directory = new ObjectStoreOptions { Uri = new Uri("file:///data/bucket") };
        var s3 = new ObjectStoreOptions { Uri = new Uri("s3://bucket/prefix") };
        yield return ("local, a directory", For("file:///data/bucket", new SparkOptions(), directory));
        yield return ("standalone, an S3 server of one's own, packages", For(
            "s3a://bucket/prefix",
            new SparkOptions { Master = "spark://master:7077", Packages = "org.apache.hadoop:hadoop-aws:3.3.4" },
            new ObjectStoreOptions { Uri = s3.Uri, ServiceUrl = new Uri("http://127.0.0.1:9000"), Region = "eu-west-1" }));
        yield return ("yarn, cluster mode, settings", For(
            "s3a://bucket/prefix",
            new SparkOptions { Master = "yarn", DeployMode = "cluster", Conf = { ["spark.executor.memory"] = "4g", ["spark_executor_instances"] = "3", ["spark.x"] = "a b;$(c) 'd'" } },
            s3));
        yield return ("yarn, client mode", For("s3a://bucket/prefix", new SparkOptions { Master = "yarn" }, s3));
        yield return ("Kubernetes, cluster mode", For(
            "s3a://bucket/prefix",
            new SparkOptions { Master = "k8s://https://kubernetes.default.svc:443", DeployMode = "cluster", Conf = { ["spark.kubernetes.container.image"] = "ingest-spark" } },
            s3));
        yield return ("Kubernetes, client mode", For("s3a://bucket/prefix", new SparkOptions { Master = "k8s://https://kubernetes.default.svc:443" }, s3));
    }

    private static IReadOnlyList<string> For(string bucketUri, SparkOptions options, ObjectStoreOptions bucket)
    {
        var folder = $"{bucketUri}/pipelines/pinterest/{new string('0', 64)}";
        return SparkArguments.For(
            new RunPlan(
                Run, 1, PipelineLoader.Load(new PipelineOptions()), $"{folder}/pipeline.py", folder,
                $"{bucketUri}/runs/pinterest/{Run}/inputs.json", $"{bucketUri}/runs/pinterest/{Run}"),
            options,
            bucket);
    }
}
