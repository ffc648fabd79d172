using System.Text.Json;

namespace Ingest.KafkaProxy.Tests.V2;

public sealed class When_the_OpenAPI_document_is_read(RunningProxy proxy)
{
    [Theory]
    [InlineData("/topics/{topic}")]
    [InlineData("/topics/{topic}/partitions/{partition}")]
    public async Task Its_first_example_of_a_produce_can_be_sent_as_it_is(string path)
    {
        var document = (await proxy.GetAsync("/swagger/v1/swagger.json")).Root;
        var first = document.GetProperty("paths").GetProperty(path).GetProperty("post").GetProperty("requestBody").GetProperty("content").EnumerateObject().First();

        Assert.Equal(RunningProxy.Json, first.Name);
        (await proxy.ProduceAsync(RunningProxy.NewTopic(), first.Value.GetProperty("example").GetRawText(), first.Name)).HasCodes(0);
    }

    [Fact]
    public async Task Every_operation_has_a_summary()
    {
        var document = (await proxy.GetAsync("/swagger/v1/swagger.json")).Root;

        var operations = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => (Path: path.Name, operation)));
        Assert.All(operations, entry => Assert.True(entry.operation.Value.TryGetProperty("summary", out JsonElement _), $"{entry.operation.Name} {entry.Path}"));
    }

    [Fact]
    public async Task The_names_in_a_path_have_values_to_try()
    {
        var document = (await proxy.GetAsync("/swagger/v1/swagger.json")).Root;

        var parameter = document.GetProperty("paths").GetProperty("/topics/{topic}").GetProperty("get").GetProperty("parameters")[0];

        Assert.Equal("orders", parameter.GetProperty("example").GetString());
    }

    /// <summary>Only these take none: the first says that the proxy answers.</summary>
    [Fact]
    public async Task Every_operation_that_takes_a_body_has_one_to_try()
    {
        var document = (await proxy.GetAsync("/swagger/v1/swagger.json")).Root;

        string[] without = [.. from path in document.GetProperty("paths").EnumerateObject()
                               from operation in path.Value.EnumerateObject()
                               where operation.Name is "post" or "put" or "patch"
                               where !(operation.Value.TryGetProperty("requestBody", out var body) && body.GetProperty("content").EnumerateObject().All(content => content.Value.TryGetProperty("example", out JsonElement _)))
                               select $"{operation.Name} {path.Name}"];

        Assert.Equal(["post /"], without);
    }
}
