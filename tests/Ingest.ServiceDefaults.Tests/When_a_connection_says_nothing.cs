using System.Net.Sockets;
using Ingest.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Ingest.ServiceDefaults.Tests;

public sealed class When_a_connection_says_nothing
{
    [Fact]
    public async Task It_is_closed_without_a_word_in_the_log()
    {
        var log = new List<string>();
        await using var service = await RunningService.StartAsync((args, configuration) =>
        {
            var builder = ServiceHost.CreateBuilder("Ingest.Test", "http://127.0.0.1:0", args, configuration);
            builder.Services.AddSingleton<ILoggerFactory>(new LoggerFactory([new Kept(log)]));
            var app = builder.Build();
            app.MapServiceDefaults();
            return app;
        });

        using (var connection = new TcpClient())
        {
            await connection.ConnectAsync("127.0.0.1", service.Url.Port, TestContext.Current.CancellationToken);
        }

        using var answer = await service.Client.GetAsync("/healthz/live", TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);
        await service.DisposeAsync();
        Assert.DoesNotContain(log, line => line.Contains("Exception", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_does_not_hold_up_a_stop()
    {
        var service = await RunningService.StartAsync((args, configuration) =>
        {
            var app = ServiceHost.CreateBuilder("Ingest.Test", "http://127.0.0.1:0", args, configuration).Build();
            app.MapServiceDefaults();
            return app;
        });
        using var connection = new TcpClient();
        await connection.ConnectAsync("127.0.0.1", service.Url.Port, TestContext.Current.CancellationToken);
        using var answer = await service.Client.GetAsync("/healthz/live", TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);

        // Far below the 30 s that a host gives connections before it cuts them.
        await service.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    private sealed class Kept(List<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (lines)
            {
                lines.Add($"{logLevel} {formatter(state, exception)} {exception}");
            }
        }

        public void Dispose()
        {
        }
    }
}
