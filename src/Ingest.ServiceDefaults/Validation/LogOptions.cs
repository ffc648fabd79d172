using System.ComponentModel.DataAnnotations;
using Serilog.Events;

namespace Ingest.ServiceDefaults.Validation;

/// <summary>What is logged, and how: section <c>Logs</c>.</summary>
internal sealed class LogOptions
{
    /// <summary>The least severe event that is logged: Verbose, Debug, Information (default), Warning, Error or Fatal.</summary>
    [EnumDataType(typeof(LogEventLevel))]
    public LogEventLevel MinimumLevel { get; set; } = LogEventLevel.Information;

    /// <summary><c>text</c> for readable lines in production too, where <c>json</c> is the default.</summary>
    [AllowedValues(null, "json", "text")]
    public string? Format { get; set; }
}
