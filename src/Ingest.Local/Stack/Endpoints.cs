using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ingest.Local.Stack;

/// <summary>Where the parts of a running suite listen; the content of <c>--endpoints FILE</c>.</summary>
/// <param name="Gateway">URL of the gateway.</param>
/// <param name="KafkaProxy">URL of the Kafka REST proxy.</param>
/// <param name="KinesisProxy">URL of the Kinesis proxy.</param>
/// <param name="Worker">URL of the analytics worker.</param>
/// <param name="Kinesis">URL of the embedded Kinesis endpoint.</param>
/// <param name="Kafka">Kafka's bootstrap address, <c>host:port</c>.</param>
/// <param name="Registry">URL of the schema registry; left out when none was asked for.</param>
internal sealed record Endpoints(Uri Gateway, Uri KafkaProxy, Uri KinesisProxy, Uri Worker, Uri Kinesis, string Kafka, Uri? Registry = null)
{
    /// <summary>Writes the file whole: who sees it, sees all of it.</summary>
    public async Task WriteAsync(string path, CancellationToken cancellation)
    {
        var target = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var partial = target + ".partial";
        await File.WriteAllTextAsync(partial, JsonSerializer.Serialize(this, EndpointsJson.Default.Endpoints) + "\n", cancellation);
        File.Move(partial, target, overwrite: true);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Endpoints))]
internal sealed partial class EndpointsJson : JsonSerializerContext;
