namespace Ingest.Api.Records.Routes;

/// <summary>One source: <c>Routing:Sources:&lt;name&gt;</c>. <see cref="RouteCompiler"/> checks it.</summary>
internal sealed class SourceOptions
{
    /// <summary><c>batch</c>, <c>stream</c> or both; where a record goes that no rule matches.</summary>
    public string[] Destinations { get; set; } = [];

    /// <summary>The topic of what goes to batch; <c>{source}</c> and <c>{userId}</c> may stand in it.</summary>
    public string? Topic { get; set; }

    /// <summary>The stream of what goes to stream; <c>{source}</c> and <c>{userId}</c> may stand in it.</summary>
    public string? Stream { get; set; }

    /// <summary>The field whose value is the record's key; every record must have it then. Null: records have no key.</summary>
    public string? KeyField { get; set; }

    /// <summary>Asked in order; the first that matches decides.</summary>
    public RuleOptions[] Rules { get; set; } = [];
}
