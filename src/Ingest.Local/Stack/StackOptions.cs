using System.Net;

namespace Ingest.Local.Stack;

/// <summary>What `up` and `demo` may choose about the whole suite in one process.</summary>
internal sealed record StackOptions
{
    /// <summary>Where everything is kept.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Take free ports instead of the usual ones.</summary>
    public bool AutoPorts { get; init; }

    /// <summary>The address the services and the Kinesis endpoint listen at; loopback unless told otherwise.</summary>
    public IPAddress Host { get; init; } = IPAddress.Loopback;

    /// <summary>The port of the schema registry, 0 for any free one; null starts none.</summary>
    public int? RegistryPort { get; init; }

    /// <summary>Whose topics, streams and tables the pipeline reads.</summary>
    public string UserId { get; init; } = "demo";

    /// <summary><c>exact</c> interpolates, <c>discrete</c> takes the lower middle element.</summary>
    public string Median { get; init; } = "exact";

    /// <summary>Answer the queries with Spark, by spark-submit, instead of DuckDB. What section <c>Spark</c> says comes from the environment.</summary>
    public bool UsesSpark { get; init; }

    /// <summary>The least severe log event shown.</summary>
    public string LogLevel { get; init; } = "Warning";

    /// <summary>The port to listen on: <paramref name="usual"/>, or 0 for any free one.</summary>
    public int Port(int usual) => AutoPorts ? 0 : usual;
}
