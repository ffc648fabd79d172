using System.Net;
using System.Text;
using Ingest.Testing;

namespace AcceptanceTests;

/// <summary>The commands of their own process, against a suite that is up.</summary>
public sealed class When_topics_and_streams_are_managed
{
    [Fact]
    public async Task The_lists_show_what_is_there_and_a_created_stream_takes_records()
    {
        using var directory = new TemporaryDirectory();
        await using var ingest = await IngestProgram.UpAsync(directory.Path);
        using var gateway = new HttpClient { BaseAddress = new Uri(ingest.Endpoints["gateway"]) };
        var (kafka, kinesis) = (ingest.Endpoints["kafka"], ingest.Endpoints["kinesis"]);

        // The broker creates topics that are asked for; to look for one is not to ask for it.
        foreach (var path in new[] { "topics/nothing", "topics/nothing/partitions", "topics/nothing/partitions/0" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await gateway.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        }

        Assert.Equal((0, "There are none."), await IngestProgram.RunAsync(directory.Path, "topics", "list", "--bootstrap", kafka));
        Assert.Equal((0, "created  u"), await IngestProgram.RunAsync(directory.Path, "topics", "create", "u", "--partitions", "2", "--replication-factor", "1", "--bootstrap", kafka));

        await SendAsync(gateway, HttpMethod.Post, "/topics/t", """{"records":[{"value":1}]}""", "application/vnd.kafka.json.v2+json");
        Assert.Equal((0, "t  partitions 4, replication factor 1\nu  partitions 2, replication factor 1"), await IngestProgram.RunAsync(directory.Path, "topics", "list", "--bootstrap", kafka));

        Assert.Equal((0, "created  s\nactive   s"), await IngestProgram.RunAsync(directory.Path, "streams", "create", "s", "--wait", "--url", kinesis));
        await SendAsync(gateway, HttpMethod.Put, "/streams/s/record", """{"StreamName":"s","Data":1,"PartitionKey":"k"}""", "application/json");
        Assert.Equal((0, "s  ACTIVE"), await IngestProgram.RunAsync(directory.Path, "streams", "list", "--url", kinesis));
    }

    private static async Task SendAsync(HttpClient gateway, HttpMethod method, string path, string json, string contentType)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = new StringContent(json, Encoding.UTF8, contentType) };
        using var answer = await gateway.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
