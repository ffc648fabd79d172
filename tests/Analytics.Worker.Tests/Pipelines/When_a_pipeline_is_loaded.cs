using Analytics.Worker.Pipelines;
using Ingest.ServiceDefaults;
using Ingest.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Tests.Pipelines;

public sealed class When_a_pipeline_is_loaded
{
    [Fact]
    public void The_shipped_one_is_named_for_its_user()
    {
        var pipeline = PipelineLoader.Load(new PipelineOptions { UserId = "0a1b.c-d_e" });

        Assert.Equal("pinterest", pipeline.Name);
        Assert.Equal(Median.Exact, pipeline.Median);
        Assert.Equal(["0a1b.c-d_e.pin", "0a1b.c-d_e.geo", "0a1b.c-d_e.user"], pipeline.Sources.Select(source => source.Topic));
        Assert.Equal("streaming-0a1b.c-d_e-geo", pipeline.Source("geo").Stream);
        Assert.Equal("0a1b.c-d_e_user_table", pipeline.Source("user").Table);
        Assert.Equal(
            ["ind", "unique_id", "title", "description", "follower_count", "poster_name", "tag_list", "is_image_or_video", "image_src", "save_location", "category"],
            pipeline.Source("pin").Columns.Select(column => column.Name));
        Assert.Equal(9, pipeline.Queries.Count);
        Assert.All(pipeline.Queries, query => Assert.DoesNotContain("${", query.Script.Sql, StringComparison.Ordinal));
    }

    [Fact]
    public void The_median_of_the_options_wins()
    {
        var exact = PipelineLoader.Load(new PipelineOptions());
        var discrete = PipelineLoader.Load(new PipelineOptions { Median = Median.Discrete });

        Assert.Contains("percentile_cont(0.5)", exact.Queries[5].Script.Sql, StringComparison.Ordinal);
        Assert.Contains("percentile_disc(0.5)", discrete.Queries[5].Script.Sql, StringComparison.Ordinal);
        Assert.Equal(Median.Discrete, discrete.Median);
    }

    [Fact]
    public void Every_error_is_told_at_once()
    {
        using var folder = new TemporaryDirectory();
        Directory.CreateDirectory(Path.Combine(folder.Path, "queries"));
        File.WriteAllText(Path.Combine(folder.Path, "queries/q1.sql"), "SELECT ${percentil}(0.5)");
        File.WriteAllText(Path.Combine(folder.Path, "pipeline.json"), """
            {
              "name": "broken",
              "sources": [
                {"name": "a", "topic": "{user}.a", "stream": "s", "table": "../t", "fields": ["x", "x"], "columns": [{"name": "_x", "type": "integer"}]},
                {"name": "B", "topic": "{userId}.b", "stream": "s", "table": "t", "fields": [], "columns": [{"name": "x", "type": "int"}]}
              ],
              "queries": [{"id": "Q1", "title": "one"}, {"id": "q1", "title": "two"}, {"id": "../q", "title": "three"}]
            }
            """);

        var errors = PipelineLoader.Check(new PipelineOptions { Folder = folder.Path });

        string[] expected =
        [
            "sources 'a': topic is '{user}.a'", "sources 'a': table is '../t'", "sources 'a': fields 'x' occurs 2 times", "sources 'a': column '_x'",
            "sources 'B': name must be", "sources 'B': fields is empty", "sources 'B': column 'x' has the type 'int'",
            "sources: stream 's' occurs 2 times", "queries: id 'q1' occurs 2 times", "queries '../q': id must be",
            "sources.duckdb.sql: there is no such file", "clean/a.sql: there is no such file", "sinks.duckdb.sql: there is no such file",
            "queries/q1.sql: ${percentil} is no parameter",
        ];
        Assert.All(expected, start => Assert.Contains(errors, error => error.StartsWith(start, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("{}", "name")]
    [InlineData("null", "null is not a pipeline")]
    [InlineData("{", "pipeline.json")]
    [InlineData("""{"name": "a", "sources": [], "queries": [], "querys": []}""", "querys")]
    [InlineData("""{"name": "a", "sources": null, "queries": []}""", "sources")]
    [InlineData("""{"name": "a", "sources": [null], "queries": []}""", "sources holds null")]
    [InlineData("""{"name": "a", "sources": [], "queries": [], "median": "average"}""", "median")]
    public void A_file_of_another_shape_names_what_is_wrong(string json, string mention)
    {
        using var folder = new TemporaryDirectory();
        File.WriteAllText(Path.Combine(folder.Path, "pipeline.json"), json);

        Assert.Contains(PipelineLoader.Check(new PipelineOptions { Folder = folder.Path }), error => error.Contains(mention, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Pipeline:Name", "../elsewhere", "Name")]
    [InlineData("Pipeline:Name", "nowhere", "pipelines/nowhere/pipeline.json")]
    [InlineData("Pipeline:UserId", "it's", "UserId")]
    [InlineData("Pipeline:UserId", "", "UserId")]
    [InlineData("Pipeline:UserId", "a\n", "UserId")]
    public void Options_that_do_not_hold_stop_the_start(string key, string value, string mention)
    {
        using var services = Services(key, value);

        var failure = Assert.ThrowsAny<Exception>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(ServiceOptions.ConfigurationErrors(failure), error => error.Contains(mention, StringComparison.Ordinal));
    }

    [Fact]
    public void Options_that_hold_give_the_pipeline()
    {
        using var services = Services("Pipeline:Median", "discrete");

        services.GetRequiredService<IStartupValidator>().Validate();

        Assert.Equal(Median.Discrete, services.GetRequiredService<Pipeline>().Median);
    }

    private static ServiceProvider Services(string key, string value)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build());
        services.AddPipeline();
        return services.BuildServiceProvider();
    }
}
