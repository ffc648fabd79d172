using System.Net;
using Ingest.Testing;
using Microsoft.Extensions.Logging;

namespace Ingest.EmbeddedKafka.Tests;

/// <summary>A broker on a free port and a folder of its own.</summary>
internal sealed class RunningBroker : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Func<EmbeddedKafkaOptions, EmbeddedKafkaOptions> _configure;
    private readonly TimeProvider? _time;

    private RunningBroker(Func<EmbeddedKafkaOptions, EmbeddedKafkaOptions> configure, TimeProvider? time) => (_configure, _time) = (configure, time);

    public EmbeddedKafkaBroker Broker { get; private set; } = null!;

    public string Address => Broker.BootstrapServers;

    public string Folder => _directory.Path;

    /// <summary>What it logged, from warnings on.</summary>
    public LogLines Log { get; } = new();

    public static async Task<RunningBroker> StartAsync(Func<EmbeddedKafkaOptions, EmbeddedKafkaOptions>? configure = null, TimeProvider? time = null)
    {
        var running = new RunningBroker(configure ?? (options => options), time);
        await running.OpenAsync();
        return running;
    }

    /// <summary>Stops it and starts it again on the same folder.</summary>
    public async Task RestartAsync()
    {
        await Broker.DisposeAsync();
        await OpenAsync();
    }

    public KafkaWire Connect() => new(Address);

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        _directory.Dispose();
    }

    private async Task OpenAsync() => Broker = await EmbeddedKafkaBroker.StartAsync(
        _configure(new EmbeddedKafkaOptions
        {
            DataDirectory = _directory.Path,
            Listen = new IPEndPoint(IPAddress.Loopback, 0),
            GroupSessionMin = TimeSpan.FromMilliseconds(10),
        }),
        Log,
        time: _time);
}

/// <summary>Keeps log lines from warnings on.</summary>
internal sealed class LogLines : ILoggerFactory, ILogger
{
    private readonly List<string> _lines = [];

    /// <summary>What is kept of what is logged; null keeps all.</summary>
    public Func<string, bool>? Kept { get; set; }

    public string[] Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            var line = $"{formatter(state, exception)} {exception}";
            lock (_lines)
            {
                _lines.AddRange(Kept?.Invoke(line) ?? true ? [line] : Array.Empty<string>());
            }
        }
    }

    public void Dispose()
    {
    }
}
