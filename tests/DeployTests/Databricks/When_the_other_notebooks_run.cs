using System.Text.RegularExpressions;

namespace DeployTests.Databricks;

public sealed partial class When_the_other_notebooks_run
{
    [Fact]
    public async Task Batch_calls_the_program_over_the_bucket_and_shows_every_answer()
    {
        var calls = await Notebook.RunAsync("batch", ("user_id", "0a1b"), ("bucket", "dbfs:/mnt/ingest/"), ("median", "discrete"));

        var call = Assert.Single(calls, call => call.StartsWith("pipeline.main(", StringComparison.Ordinal));
        var run = Guid().Match(call).Value;
        Assert.Equal(
            $"pipeline.main(['--pipeline', 'file:ROOT/pipelines/pinterest', '--bucket', 'dbfs:/mnt/ingest', '--output', 'dbfs:/mnt/ingest/runs/pinterest/{run}', "
            + $"'--run', '{run}', '--user-id', '0a1b', '--median', 'discrete'])",
            call);
        Assert.Contains("spark.read.format('json').load('dbfs:/mnt/ingest/topics/0a1b.pin/partition=*/*.json')", calls);
        Assert.Equal(
            new[] { "Q1", "Q2", "Q3a", "Q3b", "Q4", "Q5", "Q6", "Q7", "Q8" }.Select(query => $"display(spark.read.parquet('dbfs:/mnt/ingest/runs/pinterest/{run}/results/{query}.parquet'))"),
            calls.Where(shown => shown.StartsWith("display(spark.read.parquet(", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Batch_without_a_bucket_says_what_is_missing() =>
        Assert.Equal(
            "ValueError: the widgets pipeline, user_id and bucket must have a value; a bucket is s3://bucket/prefix or dbfs:/mnt/name",
            await Notebook.RefusalAsync("batch"));

    [Fact]
    public async Task An_external_location_is_registered_with_a_storage_credential()
    {
        var calls = await Notebook.RunAsync("mount", ("bucket", "my-bucket"), ("storage_credential", "bucket-role"));

        Assert.Equal(
            "spark.sql: CREATE EXTERNAL LOCATION IF NOT EXISTS `ingest` URL 's3://my-bucket' WITH (STORAGE CREDENTIAL `bucket-role`)",
            calls[0]);
    }

    [Theory]
    [InlineData("", "dbutils.fs.mount(source='s3a://my-bucket', mount_point='/mnt/ingest')")]
    [InlineData("aws", "dbutils.fs.mount(source='s3a://<the access key>:%3Cthe%20secret%2Fkey%3E@my-bucket', mount_point='/mnt/ingest')")]
    public async Task A_bucket_is_mounted_with_the_clusters_role_or_with_keys_of_a_scope(string scope, string mount) =>
        Assert.Equal(mount, (await Notebook.RunAsync("mount", ("way", "mount"), ("bucket", "my-bucket"), ("secret_scope", scope)))[0]);

    [Fact]
    public async Task What_is_mounted_already_stays()
    {
        var calls = await Notebook.RunAsync("mount", ("way", "mount"), ("bucket", "my-bucket"), ("mounts", """{"/mnt/ingest":"s3a://key:secret@my-bucket"}"""));

        Assert.DoesNotContain(calls, call => call.StartsWith("dbutils.fs.mount(", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_buckets_mount_is_not_taken_for_this_ones() =>
        Assert.Equal(
            "ValueError: /mnt/ingest is another bucket already; give another name",
            await Notebook.RefusalAsync("mount", ("way", "mount"), ("bucket", "my-bucket"), ("mounts", """{"/mnt/ingest":"s3a://other"}""")));

    [Fact]
    public async Task A_bucket_that_cannot_be_one_is_refused() =>
        Assert.StartsWith("ValueError: widget bucket is 's3://b'; it must match ", await Notebook.RefusalAsync("mount", ("bucket", "s3://b")), StringComparison.Ordinal);

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Guid();
}
