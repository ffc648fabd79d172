namespace Ingest.KafkaProxy.V2.Produce;

/// <summary>The fields seen in an object, so that a second one of the same name is refused and not silently preferred.</summary>
[Flags]
internal enum Fields
{
    None = 0,
    Records = 1,
    Key = 2,
    Value = 4,
    Partition = 8,
    Timestamp = 16,
    Headers = 32,
    Name = 64,
    KeySchema = 128,
    ValueSchema = 256,
    KeySchemaId = 512,
    ValueSchemaId = 1024,
}
