namespace Analytics.Worker.Results;

/// <summary>How far both paths are.</summary>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="Batch">The batch path, as far as the answers served include it.</param>
/// <param name="Stream">The stream path, as far as its tables hold it.</param>
internal sealed record Progress(string Pipeline, BatchProgress Batch, StreamProgress Stream);

/// <summary>The batch path.</summary>
/// <param name="Run">The run that is served; null before the first.</param>
/// <param name="At">When it ended.</param>
/// <param name="Manifest">The last manifest it includes.</param>
/// <param name="Sources">Each source by name.</param>
internal sealed record BatchProgress(long? Run, DateTimeOffset? At, long? Manifest, IReadOnlyDictionary<string, TopicProgress> Sources);

/// <summary>A topic.</summary>
/// <param name="Topic">Its name.</param>
/// <param name="Rows">Rows of the table, repeats counted.</param>
/// <param name="Rejected">Records set aside.</param>
/// <param name="Partitions">The partitions that objects have been taken from.</param>
internal sealed record TopicProgress(string Topic, long Rows, long Rejected, IReadOnlyList<PartitionProgress> Partitions);

/// <summary>A partition.</summary>
/// <param name="Partition">Its number.</param>
/// <param name="LastObject">The key of the last object taken in.</param>
/// <param name="FirstOffset">The first offset in that object, from its name.</param>
/// <param name="Records">How many lines it holds, empty ones not counted.</param>
/// <param name="NextOffset">
/// <paramref name="FirstOffset"/> + <paramref name="Records"/>: every offset below it is included. The sink writes a line per offset
/// and its objects follow each other without holes; after a hole (transactions, compaction) inside an object it is too low.
/// </param>
internal sealed record PartitionProgress(int Partition, string LastObject, long FirstOffset, long Records, long NextOffset);

/// <summary>The stream path.</summary>
/// <param name="Sources">Each source by name.</param>
internal sealed record StreamProgress(IReadOnlyDictionary<string, TableProgress> Sources);

/// <summary>A stream and its table.</summary>
/// <param name="Stream">The stream's name.</param>
/// <param name="Table">The table's name.</param>
/// <param name="Rows">Rows of the table, repeats counted.</param>
/// <param name="Rejected">Records set aside.</param>
/// <param name="Shards">The shards that have been begun.</param>
internal sealed record TableProgress(string Stream, string Table, long Rows, long Rejected, IReadOnlyList<ShardProgressEntry> Shards);

/// <summary>A shard.</summary>
/// <param name="ShardId">Its id.</param>
/// <param name="SequenceNumber">The last sequence number in the table; null before the first.</param>
/// <param name="Batch">The number of its last batch.</param>
/// <param name="Drained">Whether it is closed and all of it is in the table.</param>
/// <param name="Stopped">Why it has stopped for good; null while it runs.</param>
internal sealed record ShardProgressEntry(string ShardId, string? SequenceNumber, long Batch, bool Drained, string? Stopped);
