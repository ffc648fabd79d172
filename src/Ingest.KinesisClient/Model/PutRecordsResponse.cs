using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

/// <summary>One outcome per record. The call succeeds even when no record was stored.</summary>
public class PutRecordsResponse : AmazonWebServiceResponse
{
    /// <summary>How many entries carry an error.</summary>
    public int? FailedRecordCount { get; set; }

    /// <summary>The outcome at [i] belongs to the record at [i].</summary>
    public List<PutRecordsResultEntry>? Records { get; set; }

    /// <summary>Whether and how records are encrypted at rest; null when the server does not say.</summary>
    public EncryptionType? EncryptionType { get; set; }
}
