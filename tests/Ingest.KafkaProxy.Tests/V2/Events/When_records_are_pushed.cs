using System.Net;
using System.Net.ServerSentEvents;
using Ingest.Testing;

namespace Ingest.KafkaProxy.Tests.V2.Events;

public sealed class When_records_are_pushed(EmbeddedProxy proxy)
{
    [Fact]
    public async Task A_client_gets_what_is_there_and_what_comes_and_resumes_behind_what_it_has_seen()
    {
        var topic = await proxy.CreateTopicAsync(2);
        await proxy.StoreAsync(topic, 0, "{\n \"a\": 1\r\n}", "2");
        await using var first = await OpenAsync(topic, "?from=earliest");
        var one = await NextAsync(first);
        Assert.Equal(
            ("message", "0:1,1:0", $$"""{"topic":"{{topic}}","key":null,"value":{  "a": 1  },"partition":0,"offset":0,"timestamp":1700000000000,"headers":[]}"""),
            (one.EventType, one.EventId, one.Data));
        Assert.Equal("0:2,1:0", (await NextAsync(first)).EventId);
        await proxy.StoreAsync(topic, 1, "3");
        var last = await NextAsync(first);
        Assert.Equal("0:2,1:1", last.EventId);

        await proxy.StoreAsync(topic, 0, "4");
        await proxy.StoreAsync(topic, 1, "5");
        await using var again = await OpenAsync(topic, "?from=earliest", last.EventId);
        string[] seen = [ValueOf(await NextAsync(again)), ValueOf(await NextAsync(again))];
        Assert.Equal(["4", "5"], seen.Order());
    }

    [Fact]
    public async Task From_now_from_a_time_and_one_partition_only()
    {
        var topic = await proxy.CreateTopicAsync(2);
        await proxy.StoreAsync(topic, 0, "1");
        await proxy.StoreAsync(topic, 1, "2");
        await using var now = await OpenAsync(topic, "");
        await using var later = await OpenAsync(topic, "?from=1700000000001");
        await using var single = await OpenAsync(topic, "?from=1699999999999&partition=1&format=binary");

        Assert.Equal("Mg==", ValueOf(await NextAsync(single)));
        await proxy.StoreAsync(topic, 0, "3");
        Assert.Equal("3", ValueOf(await NextAsync(now)));
        Assert.Equal("3", ValueOf(await NextAsync(later)));
    }

    [Fact]
    public async Task What_is_no_JSON_is_an_event_of_its_own_and_the_next_one_comes()
    {
        var topic = await proxy.CreateTopicAsync();
        await proxy.StoreAsync(topic, 0, "{broken", "2");
        await using var events = await OpenAsync(topic, "?from=earliest");

        var error = await NextAsync(events);
        Assert.Equal(("error", "0:1"), (error.EventType, error.EventId));
        Assert.Contains($"topic {topic}, partition 0, offset 0", error.Data, StringComparison.Ordinal);
        Assert.Equal("2", ValueOf(await NextAsync(events)));
    }

    [Theory]
    [InlineData("?from=yesterday", null, 400, 400, "from is 'yesterday'")]
    [InlineData("?format=xml", null, 400, 400, "format is 'xml'")]
    [InlineData("?partition=x", null, 400, 400, "partition has to be a number")]
    [InlineData("?partition=7", null, 404, 40402, "Partition not found.")]
    [InlineData("", "0:1,0:2", 400, 400, "Last-Event-ID '0:1,0:2' is not the id of an event.")]
    [InlineData("", "0:-1", 400, 400, "is not the id of an event")]
    [InlineData("", "9:1", 400, 400, "names partitions that are not read here")]
    public async Task What_cannot_be_is_refused(string query, string? id, int status, int code, string message)
    {
        var topic = await proxy.CreateTopicAsync();
        using var request = Request(topic, query, id);
        using var response = await proxy.Service.Client.SendAsync(request, TestContext.Current.CancellationToken);

        (await Answer.ReadAsync(response)).IsError(status, code, message);
    }

    [Fact]
    public async Task A_missing_topic_is_40403_and_is_not_created()
    {
        (await proxy.SendAsync(HttpMethod.Get, "/topics/nowhere/events")).IsError(404, 40403);
        Assert.DoesNotContain("nowhere", (await proxy.SendAsync(HttpMethod.Get, "/topics")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silent_topic_gets_comments_and_a_client_that_leaves_makes_room()
    {
        await using var small = await proxy.StartProxyAsync(("KafkaRest:EventsHeartbeat", "00:00:00.100"), ("KafkaRest:EventsMax", "1"));
        var topic = await proxy.CreateTopicAsync();
        using (var response = await small.Client.SendAsync(Request(topic, "", null), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken))
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
            Assert.Equal(": ", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
            var second = await EmbeddedProxy.SendAsync(small, HttpMethod.Get, $"/topics/{topic}/events");
            second.IsError(503, 50301);
            Assert.NotNull(second.RetryAfter);
        }

        await Eventually.IsTrueAsync(
            async () =>
            {
                using var response = await small.Client.SendAsync(Request(topic, "", null), HttpCompletionOption.ResponseHeadersRead);
                return response.StatusCode == HttpStatusCode.OK;
            },
            "there is room again");
    }

    [Fact]
    public async Task A_stop_of_the_proxy_ends_the_stream()
    {
        var stopping = await proxy.StartProxyAsync();
        var topic = await proxy.CreateTopicAsync();
        using var response = await stopping.Client.SendAsync(Request(topic, "", null), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var reading = response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        await stopping.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);

        Assert.True(reading.IsCompleted);
    }

    private static HttpRequestMessage Request(string topic, string query, string? id)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/topics/{topic}/events{query}");
        if (id is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", id);
        }

        return request;
    }

    private static string ValueOf(SseItem<string> item) => System.Text.Json.JsonDocument.Parse(item.Data).RootElement.GetProperty("value").ToString();

    private static async Task<SseItem<string>> NextAsync(Stream stream) => await stream.NextAsync();

    private async Task<Stream> OpenAsync(string topic, string query, string? id = null)
    {
        var response = await proxy.Service.Client.SendAsync(Request(topic, query, id), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.ToString());
        return new Stream(response, SseParser.Create(await response.Content.ReadAsStreamAsync()).EnumerateAsync().GetAsyncEnumerator());
    }

    private sealed class Stream(HttpResponseMessage response, IAsyncEnumerator<SseItem<string>> items) : IAsyncDisposable
    {
        public async Task<SseItem<string>> NextAsync()
        {
            Assert.True(await items.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20)));
            return items.Current;
        }

        public ValueTask DisposeAsync()
        {
            response.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
