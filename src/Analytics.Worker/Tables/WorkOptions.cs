namespace Analytics.Worker.Tables;

/// <summary>Where the worker keeps what it can make again: section <c>Work</c>.</summary>
internal sealed class WorkOptions
{
    /// <summary>
    /// A folder for files being written and for copies of table files; it takes up to the size of the batch tables when these
    /// are not in a local folder. One worker at a time may use it.
    /// Null takes a new folder below the system's for temporary files, removed at the end.
    /// </summary>
    public string? Directory { get; set; }
}
