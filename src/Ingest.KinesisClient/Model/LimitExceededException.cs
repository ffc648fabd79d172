using System.Net;
using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

/// <summary>Too many streams, shards or control calls for the account.</summary>
public class LimitExceededException : AmazonKinesisException
{
    /// <summary>With a message only.</summary>
    public LimitExceededException(string message)
        : base(message)
    {
    }

    /// <summary>As the service answered.</summary>
    public LimitExceededException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
