using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Ingest.Testing;

namespace DeployTests.Terraform;

/// <summary>The mapping templates of the training project's own API, rendered by velocityjs with stand-ins for API Gateway's <c>$input</c> and <c>$util</c>.</summary>
public sealed class When_API_Gateway_maps_a_request
{
    private const string Stream = "streaming-demo-pin";

    [Theory]
    [InlineData("list-streams", "", "{}")]
    [InlineData("stream-name", "", """{"StreamName":"streaming-demo-pin"}""")]
    [InlineData("create-stream", "", """{"StreamName":"streaming-demo-pin","ShardCount":5}""")]
    [InlineData("create-stream", """{"ShardCount":2}""", """{"StreamName":"streaming-demo-pin","ShardCount":2}""")]
    [InlineData("get-records", "", """{"ShardIterator":"AAAA+/=="}""")]
    [InlineData("shard-iterator", "", """{"StreamName":"streaming-demo-pin","ShardId":"shardId-000000000000","ShardIteratorType":"TRIM_HORIZON"}""")]
    public async Task Kinesis_gets_what_its_action_takes(string template, string body, string expected)
    {
        var rendered = await RenderAsync(template, body);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), rendered), rendered.ToJsonString());
    }

    [Theory]
    [InlineData("""{"index":7528,"title":"\"Stärke\", it's 🎨"}""", """{"index":7528,"title":"\"Stärke\", it's 🎨"}""")]
    [InlineData("\"some data\"", "\"some data\"")]
    [InlineData("[1,2]", "[1,2]")]
    public async Task One_record_is_stored_as_the_JSON_of_its_data(string data, string stored)
    {
        var rendered = await RenderAsync("put-record", $$"""{"StreamName":"ignored","Data":{{data}},"PartitionKey":"partition-1"}""");

        Assert.Equal(Stream, (string?)rendered["StreamName"]);
        Assert.Equal("partition-1", (string?)rendered["PartitionKey"]);
        Assert.Equal(stored, Decode(rendered["Data"]));
    }

    [Theory]
    [InlineData("\"it's \\\"a\\\" key\"", "it's \"a\" key")]
    [InlineData("7528", "7528")]
    public async Task A_partition_key_stays_what_it_is_and_does_not_break_out(string key, string expected)
    {
        var rendered = await RenderAsync("put-record", $$"""{"Data":1,"PartitionKey":{{key}}}""");

        Assert.Equal(expected, (string?)rendered["PartitionKey"]);
    }

    [Fact]
    public async Task Several_records_are_stored_as_their_strings_and_objects_as_their_JSON()
    {
        var rendered = await RenderAsync(
            "put-records", """{"records":[{"data":"plain \"text\"","partition-key":"a"},{"data":{"index":1},"partition-key":"b"},{"data":5,"partition-key":3}]}""");

        var records = rendered["Records"]!.AsArray();
        Assert.Equal(["plain \"text\"", """{"index":1}""", "5"], records.Select(record => Decode(record!["Data"])));
        Assert.Equal(["a", "b", "3"], records.Select(record => (string?)record!["PartitionKey"]));
    }

    private static async Task<JsonNode> RenderAsync(string template, string body)
    {
        Node.SkipUnlessInstalled("velocityjs");
        var request = JsonSerializer.Serialize(new
        {
            @params = new Dictionary<string, string> { ["stream-name"] = Stream, ["Shard-Iterator"] = "AAAA+/==", ["shard-id"] = "shardId-000000000000" },
            body,
        });
        var rendered = await Node.RunAsync(
            Node.Directory, "render-mapping-template.mjs", Path.Combine(Checkout.Root, "deploy", "aws", "templates", $"{template}.vtl"), request);
        return JsonNode.Parse(rendered)!;
    }

    private static string Decode(JsonNode? data) => Encoding.UTF8.GetString(Convert.FromBase64String((string)data!));
}
