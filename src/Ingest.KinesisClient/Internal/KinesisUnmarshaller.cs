using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.Kinesis.Internal;

/// <summary>A response, or an error, from JSON 1.1.</summary>
/// <remarks>
/// Whether there is a body is known from the operation alone: the content length is 0 for a chunked reply too.
/// </remarks>
internal sealed class KinesisUnmarshaller<TResponse>(JsonTypeInfo<TResponse>? wireForm) : JsonResponseUnmarshaller
    where TResponse : AmazonWebServiceResponse, new()
{
    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        if (wireForm is null)
        {
            return new TResponse();
        }

        try
        {
            return JsonSerializer.Deserialize(input.Stream, wireForm)
                ?? throw new AmazonUnmarshallingException("The reply is null.", lastKnownLocation: "$", innerException: null);
        }
        catch (JsonException failure)
        {
            throw new AmazonUnmarshallingException($"The reply cannot be read: {failure.Message}", failure.Path, failure);
        }
    }

    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode) =>
        KinesisErrors.Read(input, innerException, statusCode);
}
