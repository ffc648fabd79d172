namespace Ingest.Api.Routing;

/// <summary>The service that a path belongs to; it also decides how errors look.</summary>
internal enum Surface
{
    /// <summary>The Kafka REST proxy.</summary>
    Kafka,

    /// <summary>The Kinesis proxy.</summary>
    Kinesis,

    /// <summary>The analytics worker.</summary>
    Worker,

    /// <summary>The gateway's own: records that it routes to the proxies itself.</summary>
    Records,
}
