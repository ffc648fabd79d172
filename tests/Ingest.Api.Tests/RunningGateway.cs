using System.Net.Sockets;
using System.Text;
using Ingest.Testing;

namespace Ingest.Api.Tests;

/// <summary>A gateway between a client and two stubs, all over real sockets.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    private RunningGateway(RunningService service, StubProxy kafka, StubProxy kinesis) => (Service, Kafka, Kinesis) = (service, kafka, kinesis);

    public RunningService Service { get; }

    public StubProxy Kafka { get; }

    public StubProxy Kinesis { get; }

    public HttpClient Client => Service.Client;

    /// <param name="settings">Of section Gateway by their own names, others with their section.</param>
    public static Task<RunningGateway> StartAsync(params (string Key, string? Value)[] settings) => StartAsync(TimeProvider.System, settings);

    /// <summary>With a clock that the test moves; the sockets' own waits are not by it.</summary>
    public static async Task<RunningGateway> StartAsync(TimeProvider time, params (string Key, string? Value)[] settings)
    {
        var kafka = await StubProxy.StartAsync();
        var kinesis = await StubProxy.StartAsync();
        var service = await RunningService.StartAsync(
            (args, configuration) => Program.Build(args, configuration, time),
            [
                .. new (string Key, string? Value)[] { ("KafkaProxyUrl", kafka.Url), ("KinesisProxyUrl", kinesis.Url) }
                    .Where(usual => settings.All(setting => setting.Key != usual.Key))
                    .Concat(settings)
                    .Select(setting => (setting.Key.Contains(':', StringComparison.Ordinal) && !setting.Key.StartsWith("Stages:", StringComparison.Ordinal) ? setting.Key : "Gateway:" + setting.Key, setting.Value)),
            ]);
        return new RunningGateway(service, kafka, kinesis);
    }

    /// <summary>Sends a request byte by byte as written, which no HTTP client would let through, and gives the whole answer.</summary>
    public async Task<string> SendRawAsync(string request, CancellationToken cancellationToken)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(Service.Url.Host, Service.Url.Port, cancellationToken);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), cancellationToken);
        using var answer = new StreamReader(socket.GetStream(), Encoding.UTF8);
        return await answer.ReadToEndAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Kafka.DisposeAsync();
        await Kinesis.DisposeAsync();
    }
}
