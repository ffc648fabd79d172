using System.Text.Json;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V2;

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
