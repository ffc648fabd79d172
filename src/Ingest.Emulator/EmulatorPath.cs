namespace Ingest.Emulator;

/// <summary>The way a record takes.</summary>
public enum EmulatorPath
{
    /// <summary>To a Kafka topic: <c>POST /topics/{topic}</c>.</summary>
    Batch,

    /// <summary>To a Kinesis stream: <c>PUT /streams/{stream}/record</c> or <c>…/records</c>.</summary>
    Stream,
}
