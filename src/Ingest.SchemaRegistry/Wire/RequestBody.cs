using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Ingest.SchemaRegistry.Wire;

/// <summary>Reads a request's body.</summary>
internal static class RequestBody
{
    private static readonly string[] MediaTypes = ["application/vnd.schemaregistry.v1+json", "application/vnd.schemaregistry+json", "application/json", "application/octet-stream"];

    /// <exception cref="RegistryException">415 when it is in another media type, 422 when there is none, 400 when it is not what it should be.</exception>
    /// <exception cref="BadHttpRequestException">413: it is too large.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context)
    {
        if (context.Request.ContentType is { } type && !MediaTypes.Contains(type.Split(';')[0].Trim(), StringComparer.OrdinalIgnoreCase))
        {
            throw new RegistryException(RegistryError.ForStatus(415));
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = context.RequestServices.GetRequiredService<IOptions<RegistryOptions>>().Value.RequestBytesMax;
        }

        try
        {
            return await JsonSerializer.DeserializeAsync<T>(context.Request.Body, Answers.Json, context.RequestAborted)
                ?? throw new RegistryException(new(422, 42201, "The request body is null."));
        }
        catch (JsonException malformed)
        {
            throw new RegistryException(new(400, 400, $"The request body is not what is expected: {malformed.Message}"));
        }
    }
}
