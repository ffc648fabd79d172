namespace Ingest.SchemaRegistry.Compatibility;
internal static class JsonCompatibility { public static IReadOnlyList<string> Check(NJsonSchema.JsonSchema reader, NJsonSchema.JsonSchema writer) => reader.Equals(writer) ? [] : ["x"]; }
