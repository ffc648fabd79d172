// A broker until it is killed: <data directory> [port] [every-commit|interval|never]. Prints "ready <host:port>" once it serves.
using System.Net;
using Ingest.DurableLog;
using Ingest.EmbeddedKafka;

await using var broker = await EmbeddedKafkaBroker.StartAsync(new EmbeddedKafkaOptions
{
    DataDirectory = args[0],
    Listen = new IPEndPoint(IPAddress.Loopback, args.Length > 1 ? int.Parse(args[1]) : 0),
    FlushPolicy = args.Length > 2 ? Enum.Parse<FlushPolicy>(args[2].Replace("-", ""), ignoreCase: true) : FlushPolicy.EveryCommit,
    GroupSessionMin = TimeSpan.FromMilliseconds(100),
});
Console.WriteLine($"ready {broker.BootstrapServers}");
await Task.Delay(Timeout.Infinite);
