using System.Net;
using System.Net.Sockets;
using Ingest.ServiceDefaults;
using Ingest.Testing;

namespace Ingest.KafkaProxy.Tests.V2.Consume;

/// <summary>Two proxies before one broker, which know each other by name.</summary>
public sealed class When_there_are_two_replicas(EmbeddedProxy proxy)
{
    private readonly string _group = $"g-{Guid.NewGuid():N}";

    [Fact]
    public async Task A_consumer_works_through_either()
    {
        await using var pair = await Pair.StartAsync(proxy);
        var topic = await proxy.CreateTopicAsync();
        await proxy.StoreAsync(topic, 0, "1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
        foreach (var name in Enumerable.Range(0, 8).Select(number => $"reader-{number}"))
        {
            var path = $"/consumers/{_group}-{name}/instances/{name}";
            var created = await pair.SendAsync(0, HttpMethod.Post, $"/consumers/{_group}-{name}", $$"""{"name":"{{name}}","format":"json","auto.offset.reset":"earliest"}""");
            Assert.Equal($$"""{"instance_id":"{{name}}","base_uri":"{{pair.UrlOf(0)}}{{path[1..]}}"}""", created.Body);

            Assert.Equal(204, (await pair.SendAsync(1, HttpMethod.Post, $"{path}/assignments", Reader.Partitions(topic, 0))).Status);
            var values = new List<int>();
            for (var read = 0; values.Count < 10; read++)
            {
                var answer = await pair.SendAsync(read % 2, HttpMethod.Get, $"{path}/records?timeout=2000&max_bytes=3");
                Assert.True(answer.Status == 200 && read < 60, answer.Body);
                values.AddRange(answer.Root.EnumerateArray().Select(record => record.GetProperty("value").GetInt32()));
            }

            Assert.Equal(Enumerable.Range(1, 10), values);
            (await pair.SendAsync(1, HttpMethod.Post, $"/consumers/{_group}-{name}", $$"""{"name":"{{name}}"}""")).IsError(409, 40902);
            Assert.Equal(204, (await pair.SendAsync(1, HttpMethod.Delete, path)).Status);
            (await pair.SendAsync(0, HttpMethod.Get, $"{path}/assignments")).IsError(404, 40403);
        }
    }

    [Fact]
    public async Task One_without_a_name_lives_where_it_was_made_and_is_found_through_the_other()
    {
        await using var pair = await Pair.StartAsync(proxy);

        var created = await pair.SendAsync(0, HttpMethod.Post, $"/consumers/{_group}");
        var name = created.Root.GetProperty("instance_id").GetString();

        Assert.Equal("""{"partitions":[]}""", (await pair.SendAsync(1, HttpMethod.Get, $"/consumers/{_group}/instances/{name}/assignments")).Body);
        await pair.StopAsync(1);
        Assert.Equal("""{"partitions":[]}""", (await pair.SendAsync(0, HttpMethod.Get, $"/consumers/{_group}/instances/{name}/assignments")).Body);
    }

    [Fact]
    public async Task While_the_owner_is_away_it_is_50302()
    {
        await using var pair = await Pair.StartAsync(proxy);
        var name = (await pair.SendAsync(1, HttpMethod.Post, $"/consumers/{_group}")).Root.GetProperty("instance_id").GetString();
        await pair.StopAsync(1);

        var answer = await pair.SendAsync(0, HttpMethod.Get, $"/consumers/{_group}/instances/{name}/assignments");

        answer.IsError(503, 50302, "does not answer");
        Assert.NotNull(answer.RetryAfter);
    }

    [Theory]
    [InlineData("not KafkaRest:Replica", "KafkaRest:Peers:b", "http://127.0.0.1:1")]
    [InlineData("KafkaRest:Peers:b is 'ftp://x/'; it must be an http or https address", "KafkaRest:Peers:b", "ftp://x/")]
    [InlineData("KafkaRest:PublicUrl is '/path'", "KafkaRest:PublicUrl", "/path")]
    public async Task What_cannot_be_is_named_at_start(string message, string key, string value)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => RunningService.StartAsync(Program.Build, (key, value)));

        Assert.Contains(message, string.Join('\n', ServiceOptions.ConfigurationErrors(failure)), StringComparison.Ordinal);
    }

    private sealed class Pair : IAsyncDisposable
    {
        private readonly RunningService?[] _replicas = new RunningService?[2];

        public static async Task<Pair> StartAsync(EmbeddedProxy proxy)
        {
            var (ports, pair) = (FreePorts(), new Pair());
            for (var i = 0; i < 2; i++)
            {
                pair._replicas[i] = await proxy.StartProxyAsync(
                    ("urls", $"http://127.0.0.1:{ports[i]}"),
                    ("KafkaRest:Replica", $"proxy-{i}"),
                    ("KafkaRest:Peers:proxy-0", $"http://127.0.0.1:{ports[0]}"),
                    ("KafkaRest:Peers:proxy-1", $"http://127.0.0.1:{ports[1]}"));
            }

            return pair;
        }

        public string UrlOf(int index) => _replicas[index]!.Url.AbsoluteUri;

        public Task<Answer> SendAsync(int index, HttpMethod method, string path, string? body = null) =>
            EmbeddedProxy.SendAsync(_replicas[index]!, method, path, body);

        public async Task StopAsync(int index)
        {
            await _replicas[index]!.DisposeAsync();
            _replicas[index] = null;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var replica in _replicas.OfType<RunningService>())
            {
                await replica.DisposeAsync();
            }
        }

        private static int[] FreePorts()
        {
            using var first = new TcpListener(IPAddress.Loopback, 0);
            using var second = new TcpListener(IPAddress.Loopback, 0);
            first.Start();
            second.Start();
            return [((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port];
        }
    }
}
