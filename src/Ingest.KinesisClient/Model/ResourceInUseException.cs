using System.Net;
using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

/// <summary>The stream exists already, or is not in a state for this operation.</summary>
public class ResourceInUseException : AmazonKinesisException
{
    /// <summary>With a message only.</summary>
    public ResourceInUseException(string message)
        : base(message)
    {
    }

    /// <summary>As the service answered.</summary>
    public ResourceInUseException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
