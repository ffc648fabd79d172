using System.CommandLine;
using Ingest.Local.Stack;
using Ingest.ServiceDefaults;

namespace Ingest.Local.Commands;

/// <summary><c>ingest registry</c>: the schema registry alone, before any Kafka, until stopped.</summary>
internal static class RegistryCommand
{
    private static readonly ListenOption Listen = new("the registry", 8081);

    private static readonly Option<string> Bootstrap = new("--bootstrap")
    {
        Description = "The brokers that keep the schemas, separated by commas",
        HelpName = "HOST:PORT",
        DefaultValueFactory = _ => "127.0.0.1:9092",
    };

    private static readonly Option<string[]> Client = PairsOption.Create("--kafka-config", "A setting of the Kafka client, by librdkafka's name");
    private static readonly Option<string> Topic = new("--topic") { Description = "The topic that keeps the schemas", DefaultValueFactory = _ => "_schemas" };

    public static Command Create()
    {
        var command = new Command("registry", "Start a schema registry, which keeps its schemas in a topic, until Ctrl-C") { Bootstrap, Client, Topic };
        Listen.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var listen = Listen.Read(parsed);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("urls", Listening.Url(listen.Address, listen.Port)),
            new("Logs:MinimumLevel", "Warning"),
            new("Logs:Format", "text"),
            new("Kafka:BootstrapServers", parsed.GetValue(Bootstrap)),
            new("SchemaRegistry:Topic", parsed.GetValue(Topic)),
            .. PairsOption.Read(parsed.GetValue(Client)).Select(setting => KeyValuePair.Create($"Kafka:Client:{setting.Key}", (string?)setting.Value)),
        ]).Build();
        var registry = SchemaRegistry.Program.Build([], configuration);
        await using (registry)
        {
            try
            {
                registry.ValidateOptions();
                await registry.StartAsync(cancellation);
                await Readiness.WaitAsync([registry], TimeProvider.System, cancellation);
            }
            catch (Exception failure) when (RunningStack.WhyNotStarted(failure) is { } reasons)
            {
                await Console.Error.WriteLineAsync("Could not start: " + string.Join(Environment.NewLine + "  ", reasons));
                return 1;
            }

            Console.WriteLine($"ready {Listening.ReachedAt(registry).OriginalString}");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
            await registry.StopAsync(CancellationToken.None);
        }

        return 0;
    }
}
