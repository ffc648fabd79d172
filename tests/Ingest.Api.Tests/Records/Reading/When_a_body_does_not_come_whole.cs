using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net.Sockets;
using System.Text;
using Ingest.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Ingest.Api.Tests.Records.Reading;

public sealed class When_a_body_does_not_come_whole
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The server may report the broken connection to the reader before it cancels the request; which comes first is chance.</summary>
    [Fact]
    public async Task A_client_that_leaves_is_no_failure_of_ours()
    {
        const int clients = 30;
        await using var gateway = await RunningGateway.StartAsync(Routing.Both);
        var statuses = new ConcurrentQueue<int>();
        using var listener = NoteStatuses(gateway, statuses);
        for (var i = 0; i < clients; i++)
        {
            await LeaveInTheBodyAsync(gateway);
        }

        await Eventually.IsTrueAsync(() => Task.FromResult(statuses.Count == clients), "all requests have ended");
        Assert.All(statuses, status => Assert.Equal(499, status));
        Assert.Empty(gateway.Kafka.Requests);
    }

    [Fact]
    public async Task What_is_refused_for_lack_of_room_does_not_cost_the_connection()
    {
        await using var gateway = await RunningGateway.StartAsync(
            [.. Routing.Both, ("Records:InFlightBytesMax", "1048576"), ("Records:RequestBytesMax", "340000")]);
        var stubs = ProxyStubs.On(gateway);
        var (arrived, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        gateway.Kafka.Answer = async context =>
        {
            arrived.TrySetResult();
            await go.Task;
            await stubs.TakeAsync(context);
        };
        var first = gateway.Client.PostRecordsAsync($$"""{"a":"{{new string('x', 300_000)}}"}""");
        await arrived.Task;

        var answers = await gateway.SendRawAsync(
            $"POST /records/pin HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n{new string(' ', 100_000)}GET /healthz/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", Token);
        go.SetResult();

        Assert.StartsWith("HTTP/1.1 503 ", answers, StringComparison.Ordinal);
        Assert.Contains("HTTP/1.1 200 ", answers, StringComparison.Ordinal);
        Assert.Equal(200, (await first).Status);
    }

    /// <summary>Resets the connection while the gateway waits for the body: it has asked for it.</summary>
    private static async Task LeaveInTheBodyAsync(RunningGateway gateway)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { LingerState = new LingerOption(enable: true, seconds: 0) };
        await socket.ConnectAsync(gateway.Service.Url.Host, gateway.Service.Url.Port, Token);
        await socket.SendAsync(Encoding.ASCII.GetBytes("POST /records/pin HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n"), Token);
        Assert.NotEqual(0, await socket.ReceiveAsync(new byte[100], Token));
    }

    /// <summary>Notes the status of each request that ends, also of those to which no answer went out.</summary>
    private static MeterListener NoteStatuses(RunningGateway gateway, ConcurrentQueue<int> statuses)
    {
        // Asking the service's own factory: other gateways of this process have meters of the same name.
        var factory = gateway.Service.Services.GetRequiredService<IMeterFactory>();
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "http.server.request.duration" && ReferenceEquals(instrument.Meter.Scope, factory))
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag is { Key: "http.response.status_code", Value: int status })
                {
                    statuses.Enqueue(status);
                }
            }
        });
        listener.Start();
        return listener;
    }
}
