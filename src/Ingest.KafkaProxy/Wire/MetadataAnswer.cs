using System.Text.Json;
using System.Text.Json.Serialization;
using Ingest.KafkaProxy.V2.Cluster;
using Ingest.KafkaProxy.V2.Topics;

namespace Ingest.KafkaProxy.Wire;

/// <summary>Writes what was asked about the cluster, in the media type that the client accepts, or the error.</summary>
internal static class MetadataAnswer
{
    public static Task WriteAsync<T>(HttpContext context, T answer)
    {
        if (Choose(context.Request) is not { } type)
        {
            return RestError.NotAcceptable.WriteAsync(context.Response);
        }

        context.Response.ContentType = type;
        return JsonSerializer.SerializeAsync(
            context.Response.BodyWriter, answer, AnswerJson.Default.GetTypeInfo(typeof(T))!, context.RequestAborted);
    }

    private static string? Choose(HttpRequest request) => Accept.Choose(request, MediaTypes.V2, MediaTypes.Json);
}

/// <summary>The shapes of metadata answers, as REST Proxy writes them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TopicAnswer))]
[JsonSerializable(typeof(PartitionAnswer))]
[JsonSerializable(typeof(IReadOnlyList<PartitionAnswer>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(BrokersAnswer))]
[JsonSerializable(typeof(EmptyAnswer))]
internal sealed partial class AnswerJson : JsonSerializerContext;
