namespace Analytics.Worker.Rejects;

/// <summary>A record that could not be read, as its table keeps it.</summary>
/// <param name="Path"><c>batch</c> or <c>stream</c>.</param>
/// <param name="Source">The pipeline's source, such as <c>pin</c>.</param>
/// <param name="Container">The object's key or the shard's id.</param>
/// <param name="Position">The line's number or the sequence number.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="RejectedAt">When it was set aside, UTC, to the millisecond.</param>
/// <param name="Bytes">The record.</param>
/// <param name="Text">The record as text, when it is UTF-8.</param>
internal sealed record RejectedRow(
    string Path, string Source, string Container, string Position, string Reason, DateTime RejectedAt, byte[] Bytes, string? Text);
