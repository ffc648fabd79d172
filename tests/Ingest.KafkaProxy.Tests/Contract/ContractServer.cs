using System.Net;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Ingest.EmbeddedKafka;
using Ingest.Local.Kafka;
using Ingest.Testing;
using Ingest.Testing.Kafka;

namespace Ingest.KafkaProxy.Tests.Contract;

/// <summary>A Kafka that has the topics of the contract's rows, two partitions each, and the proxies before it.</summary>
internal sealed class ContractServer : IAsyncDisposable
{
    private readonly Dictionary<string, RunningService> _proxies = [];
    private readonly Stack<Func<ValueTask>> _ends = [];
    private readonly Dictionary<string, string> _words = [];
    private (string, string?)[] _client = [];

    private ContractServer(string name) => Name = name;

    public string Name { get; }

    public static async Task<ContractServer> EmbeddedAsync()
    {
        var directory = new TemporaryDirectory();
        var broker = await EmbeddedKafkaBroker.StartAsync(new EmbeddedKafkaOptions
        {
            DataDirectory = directory.Path,
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
            FlushPolicy = DurableLog.FlushPolicy.Never,
            AutoCreateTopics = false,
        });
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = broker.BootstrapServers }).Build();
        await admin.CreateTopicsAsync(ContractTable.Topics.Select(topic => new TopicSpecification
        {
            Name = topic,
            NumPartitions = 2,
            Configs = topic == ContractTable.TopicOf(ContractTable.TooLarge) || topic == ContractTable.TopicOf(ContractTable.TooLargeTogether) ? new() { ["max.message.bytes"] = "1000" } : [],
        }));
        var server = new ContractServer("embedded").Over(broker.BootstrapServers, broker: "1", unknown: "Broker: Unknown topic or partition");
        server._ends.Push(() =>
        {
            directory.Dispose();
            return ValueTask.CompletedTask;
        });
        server._ends.Push(broker.DisposeAsync);
        return server;
    }

    public static ContractServer Mock()
    {
        var kafka = new MockKafka();
        foreach (var topic in ContractTable.Topics)
        {
            kafka.CreateTopic(topic, 2);
        }

        kafka.MoveLeader(ContractTable.TopicOf(ContractTable.Leaderless), 1, -1);
        var server = new ContractServer("mock").Over(kafka.BootstrapServers, broker: "1", unknown: "");
        server._ends.Push(() =>
        {
            kafka.Dispose();
            return ValueTask.CompletedTask;
        });
        return server;
    }

    public static async Task<ContractServer> JvmAsync()
    {
        var kafka = await JvmKafka.StartAsync(ContractTable.Topics);
        var server = new ContractServer("jvm").Over(kafka.Address, broker: "0", unknown: "Local: Message timed out");
        server._client =
        [
            .. JvmKafka.ClientSettings.Split(';').Select(setting => setting.Split('=')).Select(pair => ($"Kafka:Client:{pair[0].Replace('.', '_')}", (string?)pair[1])),
            ("Kafka:Client:enable_idempotence", "false"),
        ];
        server._ends.Push(kafka.DisposeAsync);
        return server;
    }

    /// <summary>Does what the row says.</summary>
    public async Task HoldAsync(ContractRow row)
    {
        var proxy = await ProxyAsync(row.Settings);
        var words = new Dictionary<string, string>(_words)
        {
            ["{topic}"] = ContractTable.TopicOf(row.Case),
            ["{group}"] = $"group-{ContractTable.TopicOf(row.Case)}",
            ["{topics}"] = string.Join(',', ContractTable.Topics.Order(StringComparer.Ordinal).Select(topic => $"\"{topic}\"")),
            ["{url}"] = proxy.Url.AbsoluteUri,
        };
        foreach (var step in row.Steps)
        {
            var answer = await SendAsync(proxy, step, words);
            var expected = In(step.Answer, words);
            Assert.True(
                (answer.Status, answer.Body) == (step.Status, expected),
                $"{Name}, {row.Case}, {step.Request}\nexpected {step.Status} {expected}\nactual   {answer.Status} {answer.Body}");
            Assert.Equal(step.Answer.Length == 0 ? null : step.Gives, answer.ContentType);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in _proxies.Values)
        {
            await proxy.DisposeAsync();
        }

        while (_ends.TryPop(out var end))
        {
            await end();
        }
    }

    private ContractServer Over(string bootstrapServers, string broker, string unknown)
    {
        _words["{servers}"] = bootstrapServers;
        _words["{broker}"] = broker;
        _words["{unknown}"] = unknown;
        return this;
    }

    private async Task<RunningService> ProxyAsync(string[] settings)
    {
        var key = string.Join(' ', settings);
        if (!_proxies.TryGetValue(key, out var proxy))
        {
            proxy = await RunningService.StartAsync(
                Program.Build,
                [("Kafka:BootstrapServers", _words["{servers}"]), .. _client, .. settings.Select(setting => setting.Split('=')).Select(pair => (pair[0], (string?)pair[1]))]);
            _proxies.Add(key, proxy);
        }

        return proxy;
    }

    /// <summary>A read is repeated while it finds nothing yet.</summary>
    private static async Task<Answer> SendAsync(RunningService proxy, ContractStep step, Dictionary<string, string> words)
    {
        var request = step.Request.Split(' ');
        Answer answer;
        do
        {
            answer = await EmbeddedProxy.SendAsync(proxy, new(request[0]), In(request[1], words), step.Body is null ? null : In(step.Body, words), step.Accept, step.ContentType);
        }
        while (answer.Body == "[]" && step.Answer.StartsWith("[{\"topic\"", StringComparison.Ordinal));
        return answer;
    }

    private static string In(string text, Dictionary<string, string> words) =>
        words.Aggregate(text, (written, word) => written.Replace(word.Key, word.Value, StringComparison.Ordinal));
}
