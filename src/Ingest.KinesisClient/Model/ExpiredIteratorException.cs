using System.Net;
using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

/// <summary>The shard iterator is older than 5 minutes: ask for a new one after the last record read.</summary>
public class ExpiredIteratorException : AmazonKinesisException
{
    /// <summary>With a message only.</summary>
    public ExpiredIteratorException(string message)
        : base(message)
    {
    }

    /// <summary>As the service answered.</summary>
    public ExpiredIteratorException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
