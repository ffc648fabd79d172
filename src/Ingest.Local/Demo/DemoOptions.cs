namespace Ingest.Local.Demo;

/// <summary>What the demo sends and what it does with the answers.</summary>
internal sealed record DemoOptions
{
    /// <summary>Whose topics and streams.</summary>
    public required string UserId { get; init; }

    /// <summary>How many events, of three records each.</summary>
    public required int Events { get; init; }

    /// <summary>A folder with <c>emitted.{pin,geo,user}.ndjson</c>; null generates events.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Chooses the generated events.</summary>
    public int Seed { get; init; } = 100;

    /// <summary>The folder of the bucket, when the answers are to come from a run submitted to Spark; null when DuckDB gives them by itself.</summary>
    public string? SparkBucket { get; init; }

    /// <summary>Write the results here, as JSON.</summary>
    public string? JsonFile { get; init; }

    /// <summary>End after the results instead of staying up.</summary>
    public bool Exit { get; init; }
}
