namespace Ingest.Api.Records.Routes;

/// <summary>Where a record is stored.</summary>
[Flags]
internal enum Destinations
{
    /// <summary>Nowhere; no route that is taken says so.</summary>
    None = 0,

    /// <summary>A topic, by way of the Kafka proxy.</summary>
    Batch = 1,

    /// <summary>A stream, by way of the Kinesis proxy.</summary>
    Stream = 2,
}
