using Serilog.Events;

namespace Ingest.Local.Stack;

/// <summary>The Kafka broker's log, on the console as the services' are.</summary>
internal static class BrokerLogs
{
    /// <param name="level">The least severe event shown, by its name in the services' configuration.</param>
    public static ILoggerFactory Create(string level) => LoggerFactory.Create(builder => builder
        .SetMinimumLevel(Enum.TryParse<LogEventLevel>(level, ignoreCase: true, out var least) ? (LogLevel)(int)least : LogLevel.Warning)
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss.fff ";
            console.UseUtcTimestamp = true;
        }));
}
