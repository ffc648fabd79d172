using System.Text.Json;
using System.Text.RegularExpressions;
using Ingest.Testing;
using YamlDotNet.Serialization;

namespace DeployTests.Databricks;

/// <summary><c>deploy/databricks/databricks.yml</c> and its jobs, without Databricks.</summary>
public sealed partial class When_the_bundle_is_read
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "deploy", "databricks");
    private static readonly JsonElement Bundle = Read(Path.Combine(Folder, "databricks.yml"));
    private static readonly string[] Files = [.. Directory.EnumerateFiles(Path.Combine(Folder, "resources"), "*.yml")];

    [Fact]
    public void What_it_refers_to_is_there()
    {
        Assert.Equal(["resources/*.yml"], Texts(Bundle.GetProperty("include")));
        Assert.All(Texts(Bundle.GetProperty("sync").GetProperty("paths")), path => Assert.True(Path.Exists(Path.Combine(Folder, path)), path));
        string[] programs = [.. from file in Files from task in Tasks(file) from program in Programs(task) select Path.GetFullPath(Path.Combine(Folder, "resources", program))];

        Assert.All(programs, program => Assert.True(File.Exists(program), program));
        Assert.Contains(Path.Combine(Checkout.Root, "deploy/spark/pipeline.py"), programs);
        Assert.Contains(Path.Combine(Folder, "notebooks/stream.py"), programs);
    }

    [Fact]
    public void Every_program_and_the_pipelines_are_among_what_is_deployed()
    {
        string[] deployed = [.. Texts(Bundle.GetProperty("sync").GetProperty("paths")).Select(path => Path.GetFullPath(Path.Combine(Folder, path)))];

        Assert.Contains(Path.Combine(Checkout.Root, "pipelines"), deployed);
        Assert.Contains(Path.Combine(Checkout.Root, "deploy/spark"), deployed);
    }

    [Fact]
    public void Every_variable_is_declared_and_every_cluster_defined()
    {
        string[] declared = [.. Bundle.GetProperty("variables").EnumerateObject().Select(variable => variable.Name)];
        foreach (var file in Files)
        {
            string[] used = [.. Variable().Matches(File.ReadAllText(file)).Select(use => use.Groups["name"].Value).Distinct()];
            Assert.NotEmpty(used);
            Assert.Empty(used.Except(declared));
            string[] clusters = [.. Job(file).GetProperty("job_clusters").EnumerateArray().Select(cluster => cluster.GetProperty("job_cluster_key").GetString()!)];
            Assert.All(Tasks(file), task => Assert.Contains(task.GetProperty("job_cluster_key").GetString(), clusters));
        }
    }

    [Fact]
    public void The_batch_runs_daily_in_UTC_one_at_a_time()
    {
        var job = Job(Resource("batch"));

        Assert.Equal(1, job.GetProperty("max_concurrent_runs").GetInt32());
        Assert.Equal("0 0 0 * * ?", job.GetProperty("schedule").GetProperty("quartz_cron_expression").GetString());
        Assert.Equal("UTC", job.GetProperty("schedule").GetProperty("timezone_id").GetString());
    }

    [Fact]
    public async Task The_program_takes_the_arguments_that_the_batch_gives_it()
    {
        Python.SkipUnlessInstalled();
        string[] arguments = [.. Texts(Tasks(Resource("batch")).Single().GetProperty("spark_python_task").GetProperty("parameters")).Select(Filled)];

        var (understood, _) = await Python.RunAsync(["deploy/spark"], ["-c", "import json, pipeline, sys; print(json.dumps(vars(pipeline.parse_arguments(sys.argv[1:]))))", .. arguments]);

        using var values = JsonDocument.Parse(understood);
        Assert.Equal("file:/Workspace/files/pipelines/pinterest", values.RootElement.GetProperty("pipeline").GetString());
        Assert.Equal("s3://bucket", values.RootElement.GetProperty("bucket").GetString());
        Assert.Equal("s3://bucket/runs/pinterest/databricks-123", values.RootElement.GetProperty("output").GetString());
        Assert.Equal("databricks-123", values.RootElement.GetProperty("run").GetString());
        Assert.Equal("demo", values.RootElement.GetProperty("user_id").GetString());
    }

    [Fact]
    public async Task The_stream_notebook_takes_the_parameters_that_the_job_gives_it()
    {
        var parameters = Tasks(Resource("stream")).Single().GetProperty("notebook_task").GetProperty("base_parameters").EnumerateObject()
            .Select(parameter => (parameter.Name, Filled(parameter.Value.GetString()!))).ToArray();

        var calls = await Notebook.RunAsync("stream", parameters);

        Assert.Contains(calls, call => call.Contains("'checkpointLocation', 's3://bucket/checkpoints/databricks/demo_pin_table'", StringComparison.Ordinal));
        Assert.Equal(
            parameters.Select(parameter => parameter.Name).Order(),
            Widget().Matches(await File.ReadAllTextAsync(Path.Combine(Folder, "notebooks/stream.py"), TestContext.Current.CancellationToken)).Select(widget => widget.Groups["name"].Value).Order());
    }

    /// <summary>A value as Databricks would fill it in.</summary>
    private static string Filled(string text) => Variable().Replace(text, use => Default(use.Groups["name"].Value))
        .Replace("${workspace.file_path}", "/Workspace/files", StringComparison.Ordinal)
        .Replace("{{job.run_id}}", "123", StringComparison.Ordinal);

    private static string Default(string variable) => variable switch
    {
        "user_id" => "demo",
        "bucket_uri" => "s3://bucket",
        _ => Bundle.GetProperty("variables").GetProperty(variable).GetProperty("default").GetString()!,
    };

    private static string Resource(string name) => Path.Combine(Folder, "resources", $"{name}.job.yml");

    private static JsonElement Job(string file) => Read(file).GetProperty("resources").GetProperty("jobs").EnumerateObject().Single().Value;

    private static JsonElement[] Tasks(string file) => [.. Job(file).GetProperty("tasks").EnumerateArray()];

    private static IEnumerable<string> Programs(JsonElement task)
    {
        if (task.TryGetProperty("spark_python_task", out var python))
        {
            yield return python.GetProperty("python_file").GetString()!;
        }

        if (task.TryGetProperty("notebook_task", out var notebook))
        {
            yield return notebook.GetProperty("notebook_path").GetString()!;
        }
    }

    private static IEnumerable<string> Texts(JsonElement list) => list.EnumerateArray().Select(item => item.GetString()!);

    private static JsonElement Read(string path)
    {
        var yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(File.ReadAllText(path));
        return JsonSerializer.SerializeToElement(yaml);
    }

    [GeneratedRegex(@"\$\{var\.(?<name>\w+)\}")]
    private static partial Regex Variable();

    [GeneratedRegex("""widgets\.text\("(?<name>\w+)""")]
    private static partial Regex Widget();
}
