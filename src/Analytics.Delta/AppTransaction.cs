namespace Analytics.Delta;

/// <summary>How far an application has come: committed with the rows, so that an append is applied once however often it is tried.</summary>
/// <param name="AppId">The application, such as <c>batch</c> or <c>streaming-demo-pin/shardId-000000000000</c>; one writer at a time.</param>
/// <param name="Version">The number of its append; rises by any step.</param>
public sealed record AppTransaction(string AppId, long Version);
