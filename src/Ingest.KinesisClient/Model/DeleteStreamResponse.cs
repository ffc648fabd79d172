using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

/// <summary>The stream is being deleted.</summary>
public class DeleteStreamResponse : AmazonWebServiceResponse;
