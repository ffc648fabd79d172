using System.Text;

namespace Ingest.Testing.Kinesis;

/// <summary>A request as it came over the wire.</summary>
/// <param name="Operation">Its operation, such as <c>PutRecords</c>.</param>
/// <param name="Headers">Its headers, names in any case.</param>
/// <param name="Body">Its body.</param>
public sealed record KinesisStubRequest(string Operation, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>Its body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);
}
