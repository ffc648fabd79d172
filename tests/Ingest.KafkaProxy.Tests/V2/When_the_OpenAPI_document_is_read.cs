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
}
