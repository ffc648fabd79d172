using Ingest.Testing;

namespace DeployTests.Databricks;

public sealed class When_the_stream_notebook_runs
{
    private static readonly string[] Sources = ["pin", "geo", "user"];
    private static readonly (string, string)[] Widgets = [("user_id", "0a1b"), ("schema", "main.ingest"), ("checkpoints", "s3://bucket/checkpoints/")];

    [Fact]
    public async Task Each_stream_is_read_from_its_beginning_and_written_with_a_checkpoint_of_its_own()
    {
        var calls = await Notebook.RunAsync("stream", Widgets);

        Assert.Equal(
            Sources.Select(source =>
                $"spark.readStream.format('kinesis').option('streamName', 'streaming-0a1b-{source}').option('initialPosition', 'earliest').option('region', 'eu-west-1').options().load()"
                + $".writeStream.outputMode('append').option('checkpointLocation', 's3://bucket/checkpoints/0a1b_{source}_table').queryName('0a1b_{source}_table')"
                + ".trigger(processingTime='30 seconds').foreachBatch(python).start()"),
            calls.Where(call => call.EndsWith(".start()", StringComparison.Ordinal)));
        Assert.Equal("spark.streams.awaitAnyTermination()", calls[^1]);
    }

    [Fact]
    public async Task A_batch_is_parsed_by_the_pipelines_schema_cleaned_by_the_repositorys_SQL_and_appended_once()
    {
        var calls = await Notebook.RunAsync("stream", Widgets);

        foreach (var source in Sources)
        {
            var clean = await StatementAsync($"clean/{source}.sql", 0);
            var sink = await StatementAsync("sinks.spark.sql", Array.IndexOf(Sources, source));
            var steps = calls.SkipWhile(call => !call.StartsWith("batch.", StringComparison.Ordinal) || !call.EndsWith($".createOrReplaceTempView('{source}_raw')", StringComparison.Ordinal)).Take(5).ToArray();

            Assert.Contains(".withColumn('fields', from_json('_json', '`", steps[0], StringComparison.Ordinal);
            Assert.Equal([$"session.sql: {clean}", $"session.sql: {sink}"], steps[1..3]);
            Assert.StartsWith($"session.table('{source}_sink').where('_rejected IS NULL').selectExpr('CAST(`ind` AS int) AS `ind`', ", steps[3], StringComparison.Ordinal);
            Assert.EndsWith(Append($"0a1b_{source}_table", source), steps[3], StringComparison.Ordinal);
            Assert.StartsWith($"session.table('{source}_sink').where('_rejected IS NOT NULL')", steps[4], StringComparison.Ordinal);
            Assert.EndsWith(Append("0a1b_rejected_table", source), steps[4], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_field_of_the_pipeline_is_in_the_schema_as_text()
    {
        var calls = await Notebook.RunAsync("stream", Widgets);

        Assert.Contains(calls, call => call.Contains(
            "from_json('_json', '`ind` string, `timestamp` string, `latitude` string, `longitude` string, `country` string')", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Settings_and_the_table_of_rejected_records_are_there_before_the_first_stream()
    {
        var calls = await Notebook.RunAsync("stream", Widgets);

        var before = calls.TakeWhile(call => !call.StartsWith("spark.readStream", StringComparison.Ordinal)).ToArray();
        Assert.Contains("spark.conf.set('spark.sql.ansi.enabled', 'true')", before);
        Assert.Contains("spark.conf.set('spark.sql.session.timeZone', 'UTC')", before);
        Assert.Contains(before, call => call.Contains("CREATE TABLE IF NOT EXISTS `main`.`ingest`.`0a1b_rejected_table`", StringComparison.Ordinal));
        Assert.Contains("pickled by value: pipeline", before);
    }

    [Theory]
    [InlineData("service_credential", "kinesis-role", "serviceCredential='kinesis-role'")]
    [InlineData("secret_scope", "aws", "awsAccessKey='<the access key>', awsSecretKey='<the secret/key>'")]
    public async Task It_logs_in_with_what_Databricks_keeps(string widget, string value, string options)
    {
        var calls = await Notebook.RunAsync("stream", [.. Widgets, (widget, value)]);

        Assert.Equal(3, calls.Count(call => call.EndsWith($".options({options}).load()", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("user_id", "a b", "ValueError: widget user_id is 'a b'; it must match [A-Za-z0-9][A-Za-z0-9._-]{0,99}")]
    [InlineData("schema", "a`; DROP TABLE t", "ValueError: widget schema is 'a`; DROP TABLE t'; it must match [A-Za-z0-9_]+(\\.[A-Za-z0-9_]+)?")]
    [InlineData("checkpoints", "", "ValueError: widget checkpoints is ''; it must match \\S+")]
    [InlineData("pipeline", "../x", "ValueError: widget pipeline is '../x'; it must match [A-Za-z0-9][A-Za-z0-9_-]*")]
    public async Task A_bad_widget_is_named(string widget, string value, string refusal) =>
        Assert.Equal(refusal, await Notebook.RefusalAsync("stream", [.. Widgets.Where(one => one.Item1 != widget), (widget, value)]));

    private static string Append(string table, string source) =>
        $".write.format('delta').mode('append').option('txnAppId', 's3://bucket/checkpoints/0a1b_{source}_table').option('txnVersion', 7).saveAsTable('`main`.`ingest`.`{table}`')";

    /// <summary>A statement of a file of the pipeline, without comments and without its semicolon.</summary>
    private static async Task<string> StatementAsync(string file, int number)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(Checkout.Root, "pipelines/pinterest", file), TestContext.Current.CancellationToken);
        var text = string.Join('\n', lines.Where(line => !line.StartsWith("--", StringComparison.Ordinal)));
        return text.Split(';')[number].Trim();
    }
}
