using System.ComponentModel.DataAnnotations;

namespace Ingest.Api.Records.Routes;

/// <summary>Where the records of <c>POST /records/{source}</c> go: section <c>Routing</c>.</summary>
internal sealed class RoutingOptions
{
    /// <summary>What <c>{userId}</c> stands for: 1 to 100 letters, digits, <c>-</c>, <c>_</c> and <c>.</c>. Default <c>demo</c>.</summary>
    [Required, RegularExpression(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
    public string UserId { get; set; } = "demo";

    /// <summary>The sources by the name in the path; without any, <c>/records</c> knows none.</summary>
    public Dictionary<string, SourceOptions> Sources { get; set; } = new(StringComparer.Ordinal);
}
