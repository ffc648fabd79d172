namespace Ingest.SchemaRegistry.Compatibility;
internal static class AvroCompatibility { public static IReadOnlyList<string> Check(Avro.Schema reader, Avro.Schema writer) => reader.Equals(writer) ? [] : ["x"]; }
