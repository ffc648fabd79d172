using System.Net;
using System.Text.Json;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace Amazon.Kinesis.Internal;

/// <summary>The typed exception of an error reply.</summary>
internal static class KinesisErrors
{
    public static AmazonKinesisException Read(JsonUnmarshallerContext input, Exception inner, HttpStatusCode status)
    {
        var error = Parse(input, status);
        var (message, code, id) = (error.Message, error.Code, error.RequestId);
        return code switch
        {
            "AccessDeniedException" => new AccessDeniedException(message, inner, error.Type, code, id, status),
            "ExpiredIteratorException" => new ExpiredIteratorException(message, inner, error.Type, code, id, status),
            "ExpiredNextTokenException" => new ExpiredNextTokenException(message, inner, error.Type, code, id, status),
            "InternalFailureException" => new InternalFailureException(message, inner, error.Type, code, id, status),
            "InvalidArgumentException" => new InvalidArgumentException(message, inner, error.Type, code, id, status),
            "LimitExceededException" => new LimitExceededException(message, inner, error.Type, code, id, status),
            "ProvisionedThroughputExceededException" => new ProvisionedThroughputExceededException(message, inner, error.Type, code, id, status),
            "ResourceInUseException" => new ResourceInUseException(message, inner, error.Type, code, id, status),
            "ResourceNotFoundException" => new ResourceNotFoundException(message, inner, error.Type, code, id, status),
            "ValidationException" => new ValidationException(message, inner, error.Type, code, id, status),
            _ => new AmazonKinesisException(message, inner, error.Type, code, id, status),
        };
    }

    private static ErrorResponse Parse(JsonUnmarshallerContext input, HttpStatusCode status)
    {
        try
        {
            var reader = new StreamingUtf8JsonReader(input.Stream);
            var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref reader);
            return string.IsNullOrEmpty(error.Code) ? NotTheServices(status) : error;
        }
        catch (JsonException)
        {
            return NotTheServices(status);
        }
    }

    /// <summary>A proxy on the way answered, in its own words; the status is all there is to know.</summary>
    private static ErrorResponse NotTheServices(HttpStatusCode status) => new()
    {
        Type = (int)status >= 500 ? ErrorType.Receiver : ErrorType.Sender,
        Code = status.ToString(),
        Message = $"The reply is not the service's: HTTP {(int)status}.",
    };
}
