using Analytics.Worker.Engines.Databricks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Tests.Engines.Databricks;

public sealed class When_the_settings_do_not_hold
{
    private static readonly (string, string)[] Good =
    [
        ("Databricks:Host", "https://dbc-a1b2c3d4-e5f6.cloud.databricks.com"),
        ("Databricks:Token", "dapi0123"),
        ("Databricks:BucketUri", "s3://bucket/prefix"),
        ("Databricks:ExistingClusterId", "1125-221100-abcdefgh"),
    ];

    [Fact]
    public void All_that_is_missing_is_said_at_once() =>
        Assert.Equal(
            [
                "Databricks:Host is not set; it must be the workspace's address, such as https://dbc-a1b2c3d4-e5f6.cloud.databricks.com",
                "Databricks:Token is not set; it must be an access token of the workspace",
                "Databricks:BucketUri is not set; it must be the bucket as the cluster sees it, such as s3://bucket/prefix, dbfs:/mnt/bucket or /Volumes/catalog/schema/volume",
                "Databricks: exactly one of Databricks:ExistingClusterId, Databricks:NewCluster and Databricks:EnvironmentVersion must be set",
            ],
            Errors());

    [Theory]
    [InlineData("Databricks:Host", "http://dbc.cloud.databricks.com", "Databricks:Host is 'http://dbc.cloud.databricks.com/'; it must be https:// and a host name, with nothing after it")]
    [InlineData("Databricks:Host", "https://user:pass@dbc.cloud.databricks.com", "Databricks:Host is 'https://dbc.cloud.databricks.com/'; it must be https:// and a host name, with nothing after it")]
    [InlineData("Databricks:Host", "https://dbc.cloud.databricks.com/?o=1", "Databricks:Host is 'https://dbc.cloud.databricks.com/?o=1'; it must be https:// and a host name, with nothing after it")]
    [InlineData("Databricks:Token", "dapi 0123", "Databricks:Token holds characters that no token has (its value is not shown)")]
    [InlineData("Databricks:BucketUri", "bucket/prefix", "Databricks:BucketUri is 'bucket/prefix'; it must be such as s3://bucket/prefix, dbfs:/mnt/bucket or /Volumes/catalog/schema/volume")]
    [InlineData("Databricks:NewCluster", "{\"spark_version\":\"16.4.x-scala2.12\"}", "Databricks: exactly one of Databricks:ExistingClusterId, Databricks:NewCluster and Databricks:EnvironmentVersion must be set")]
    [InlineData("Databricks:PythonFile", "pipeline.py", "Databricks:PythonFile is 'pipeline.py'; it must be an absolute workspace path or a URI, and end with .py")]
    [InlineData("Databricks:RequestTimeout", "00:05:00", "Databricks:RequestTimeout must not be longer than Databricks:CallTimeout")]
    [InlineData("Databricks:CallTimeout", "02:00:00", "Databricks:CallTimeout is 02:00:00; it must be 00:00:00.100 to 01:00:00")]
    [InlineData("Databricks:RetriesMax", "0", "Databricks:RetriesMax is 0; it must be 1 to 20")]
    public void The_key_and_its_value_are_named(string key, string value, string error) => Assert.Equal([error], Errors([.. Good, (key, value)]));

    [Theory]
    [InlineData("{", "Databricks:NewCluster is no JSON: ")]
    [InlineData("[]", "Databricks:NewCluster must be a JSON object with spark_version, such as {")]
    [InlineData("{\"num_workers\":1}", "Databricks:NewCluster must be a JSON object with spark_version, such as {")]
    public void A_cluster_that_is_none_is_named(string value, string error) =>
        Assert.StartsWith(error, Assert.Single(Errors([.. Good, ("Databricks:ExistingClusterId", ""), ("Databricks:NewCluster", value)])), StringComparison.Ordinal);

    [Fact]
    public void Serverless_compute_needs_a_program_of_its_own() =>
        Assert.Equal(
            ["Databricks:EnvironmentVersion needs Databricks:PythonFile: the suite's own pipeline.py does not run on serverless compute"],
            Errors([.. Good, ("Databricks:ExistingClusterId", ""), ("Databricks:EnvironmentVersion", "4")]));

    [Theory]
    [InlineData("s3://bucket")]
    [InlineData("s3a://bucket/a/b")]
    [InlineData("abfss://container@account.dfs.core.windows.net/a")]
    [InlineData("dbfs:/mnt/bucket")]
    [InlineData("/Volumes/main/ingest/bucket")]
    public void A_bucket_is_named_as_Databricks_names_it(string bucket) => Assert.Empty(Errors([.. Good, ("Databricks:BucketUri", bucket)]));

    [Fact]
    public void The_variables_of_Databricks_own_tools_do_where_the_section_says_nothing()
    {
        var options = Options(("DATABRICKS_HOST", "dbc.cloud.databricks.com"), ("DATABRICKS_TOKEN", "dapi1"), Good[2], Good[3]).Value;

        Assert.Equal((new Uri("https://dbc.cloud.databricks.com"), "dapi1"), (options.Host, options.Token));
    }

    private static string[] Errors(params (string Key, string Value)[] settings) =>
        [.. (Record.Exception(() => Options(settings).Value) as OptionsValidationException)?.Failures ?? []];

    private static IOptions<DatabricksOptions> Options(params (string Key, string Value)[] settings)
    {
        var values = settings.GroupBy(setting => setting.Key).Select(group => KeyValuePair.Create(group.Key, (string?)group.Last().Value));
        var services = new ServiceCollection().AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        services.AddDatabricksEngine();
        return services.BuildServiceProvider().GetRequiredService<IOptions<DatabricksOptions>>();
    }
}
