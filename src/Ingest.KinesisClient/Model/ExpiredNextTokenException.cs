using System.Net;
using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

/// <summary>The list's token is older than 300 seconds: start the list again.</summary>
public class ExpiredNextTokenException : AmazonKinesisException
{
    /// <summary>With a message only.</summary>
    public ExpiredNextTokenException(string message)
        : base(message)
    {
    }

    /// <summary>As the service answered.</summary>
    public ExpiredNextTokenException(string message, Exception? innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
