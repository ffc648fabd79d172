using Analytics.Delta;

namespace Analytics.Worker.Tables;

/// <summary>Files that hold a part of an append, uploaded and not yet of their tables.</summary>
/// <param name="Rows">The cleaned rows; null when there are none.</param>
/// <param name="RowCount">How many they are.</param>
/// <param name="Rejected">The rejected records; null when there are none.</param>
/// <param name="RejectedCount">How many they are.</param>
internal sealed record WrittenPart(DataFile? Rows, long RowCount, DataFile? Rejected, long RejectedCount);
