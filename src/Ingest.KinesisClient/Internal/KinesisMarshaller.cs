using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.Kinesis.Internal;

/// <summary>A request as JSON 1.1.</summary>
internal sealed class KinesisMarshaller<TRequest>(string operation, JsonTypeInfo<TRequest> wireForm)
    : IMarshaller<IRequest, AmazonWebServiceRequest>
    where TRequest : AmazonWebServiceRequest
{
    private readonly string _target = $"Kinesis_20131202.{operation}";

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        // The content is bytes, not a stream, so that a retry can send it again.
        var request = new DefaultRequest(input, "Amazon.Kinesis")
        {
            HttpMethod = "POST",
            ResourcePath = "/",
            Content = JsonSerializer.SerializeToUtf8Bytes((TRequest)input, wireForm),
        };
        request.Headers["X-Amz-Target"] = _target;
        request.Headers["Content-Type"] = "application/x-amz-json-1.1";
        return request;
    }
}
