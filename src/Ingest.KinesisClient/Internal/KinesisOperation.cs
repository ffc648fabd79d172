using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;

namespace Amazon.Kinesis.Internal;

/// <summary>An operation's two halves.</summary>
/// <param name="name">Its name on the wire, such as <c>PutRecords</c>.</param>
/// <param name="input">The request's wire form.</param>
/// <param name="output">The response's wire form; null when the operation answers with an empty body.</param>
internal sealed class KinesisOperation<TRequest, TResponse>(string name, JsonTypeInfo<TRequest> input, JsonTypeInfo<TResponse>? output)
    where TRequest : AmazonWebServiceRequest
    where TResponse : AmazonWebServiceResponse, new()
{
    public KinesisMarshaller<TRequest> Marshaller { get; } = new(name, input);

    public KinesisUnmarshaller<TResponse> Unmarshaller { get; } = new(output);
}
