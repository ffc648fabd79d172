using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Ingest.Benchmarks.Http;

/// <summary>One of the HTTP candidates in a process of its own, until it is killed; on standard output its address, at every line of input its figures.</summary>
internal static class ServeHttp
{
    public const string Command = "serve-http";

    /// <param name="kind"><c>proxy</c>, <c>bare</c> or <c>discard</c>.</param>
    /// <param name="bootstrapServers">The Kafka behind it.</param>
    public static async Task RunAsync(string kind, string bootstrapServers)
    {
        _ = Task.Factory.StartNew(Figures, TaskCreationOptions.LongRunning);
        switch (kind)
        {
            case "proxy":
                await ProxyAsync(bootstrapServers);
                break;
            case "bare" or "discard":
                await BareEndpoint.RunAsync(kind == "bare" ? bootstrapServers : "", Ready);
                break;
            default:
                throw new ArgumentException($"There is no candidate {kind}.");
        }
    }

    private static async Task ProxyAsync(string bootstrapServers)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(
            [new("Kafka:BootstrapServers", bootstrapServers), new("urls", "http://127.0.0.1:0"), new("Logs:MinimumLevel", "Warning")]).Build();
        await using var app = KafkaProxy.Program.Build([], settings);
        await app.StartAsync();
        Ready(app.Urls.Single());
        await Task.Delay(Timeout.Infinite);
    }

    private static void Ready(string url) => Console.WriteLine("ready " + url);

    /// <summary>Bytes allocated so far, and the resident bytes.</summary>
    private static void Figures()
    {
        while (Console.ReadLine() is not null)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{GC.GetTotalAllocatedBytes()} {Environment.WorkingSet}"));
        }
    }
}
