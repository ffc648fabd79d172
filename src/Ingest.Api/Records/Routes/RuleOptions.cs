namespace Ingest.Api.Records.Routes;

/// <summary>Sends records that have a field of certain values elsewhere: <c>Routing:Sources:&lt;name&gt;:Rules:&lt;n&gt;</c>.</summary>
internal sealed class RuleOptions
{
    /// <summary>The field that is looked at.</summary>
    public string? Field { get; set; }

    /// <summary>The values that match: a string by its text; a number, <c>true</c>, <c>false</c> and <c>null</c> as the record has them.</summary>
    public string[] Values { get; set; } = [];

    /// <summary><c>batch</c>, <c>stream</c> or both, in place of the source's own.</summary>
    public string[] Destinations { get; set; } = [];
}
