using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace Ingest.ServiceDefaults;

/// <summary>Serilog: readable lines on a developer's console, compact JSON in production.</summary>
internal static class Logging
{
    /// <summary><c>Logs:MinimumLevel</c>: Verbose, Debug, Information (default), Warning, Error or Fatal.</summary>
    private const string MinimumLevelKey = "Logs:MinimumLevel";

    /// <summary><c>Logs:Format</c>: <c>text</c> for readable lines in production too.</summary>
    private const string FormatKey = "Logs:Format";

    /// <summary>Kestrel cannot know that <see cref="PlainHttpListener"/> tells the two protocols apart.</summary>
    private const string Http2NeedsTls = "HTTP/2 is not enabled for";

    /// <summary>Whoever started the host gets the exception, and tells of it.</summary>
    private const string StartFailed = "Hosting failed to start";

    public static void AddServiceLogging(this WebApplicationBuilder builder, string name)
    {
        var level = Enum.TryParse<LogEventLevel>(builder.Configuration[MinimumLevelKey], ignoreCase: true, out var configured)
            ? configured
            : LogEventLevel.Information;
        var json = builder.Environment.IsProduction() && builder.Configuration[FormatKey] != "text";

        builder.Services.AddSerilog(
            logger =>
            {
                logger.MinimumLevel.Is(level)
                    .MinimumLevel.Override("Microsoft.AspNetCore", Max(level, LogEventLevel.Warning))
                    .MinimumLevel.Override("System.Net.Http", Max(level, LogEventLevel.Warning))
                    .MinimumLevel.Override("Yarp", Max(level, LogEventLevel.Error)) // the gateway tells of its failures itself, once
                    .Filter.ByExcluding(entry => entry.MessageTemplate.Text is StartFailed
                        || entry.MessageTemplate.Text.StartsWith(Http2NeedsTls, StringComparison.Ordinal))
                    .Enrich.FromLogContext()
                    .Enrich.WithProperty("Service", name);

                if (json)
                {
                    logger.WriteTo.Console(new RenderedCompactJsonFormatter());
                }
                else
                {
                    logger.WriteTo.Console(
                        outputTemplate: "{Timestamp:HH:mm:ss.fff} {Level:u3} {Service} {Message:lj}{NewLine}{Exception}",
                        formatProvider: CultureInfo.InvariantCulture);
                }
            },
            preserveStaticLogger: true);
    }

    private static LogEventLevel Max(LogEventLevel a, LogEventLevel b) => a > b ? a : b;
}
