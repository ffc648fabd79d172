using System.Net;
using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

/// <summary>An argument is out of its range or does not fit the others; the same request will fail again.</summary>
public class InvalidArgumentException : AmazonKinesisException
{
    /// <summary>With a message only.</summary>
    public InvalidArgumentException(string message)
        : base(message)
    {
    }

    /// <summary>As the service answered.</summary>
    public InvalidArgumentException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
