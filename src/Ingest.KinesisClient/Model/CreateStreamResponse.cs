using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

/// <summary>The stream is being created.</summary>
public class CreateStreamResponse : AmazonWebServiceResponse;
