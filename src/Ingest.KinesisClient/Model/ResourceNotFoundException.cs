using System.Net;
using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

/// <summary>There is no such stream or shard.</summary>
public class ResourceNotFoundException : AmazonKinesisException
{
    /// <summary>With a message only.</summary>
    public ResourceNotFoundException(string message)
        : base(message)
    {
    }

    /// <summary>As the service answered.</summary>
    public ResourceNotFoundException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
