using System.ComponentModel.DataAnnotations;

namespace Analytics.Worker.Engines.DuckDb;

/// <summary>What the embedded engine may use: section <c>DuckDb</c>.</summary>
internal sealed class DuckDbOptions
{
    /// <summary>Memory of one running call, MiB, 64 to 1 048 576. The process takes up to 1.7 times as much; beyond it DuckDB spills to disk.</summary>
    [Range(64, 1_048_576)]
    public int MemoryMibMax { get; set; } = 512;

    /// <summary>Disk that one running call may spill to, in its output directory, MiB, 0 to 16 777 216; beyond it the call fails.</summary>
    [Range(0, 16_777_216)]
    public int SpillMibMax { get; set; } = 10_240;

    /// <summary>Threads of one running call, 1 to 256.</summary>
    [Range(1, 256)]
    public int ThreadsMax { get; set; } = 2;

    /// <summary>Calls that run at once, 1 to 64; others wait their turn.</summary>
    [Range(1, 64)]
    public int CallsMax { get; set; } = 2;

    /// <summary>The longest record that is read, bytes, 1 to 16 777 216; longer ones are rejected.</summary>
    [Range(1, 16_777_216)]
    public int RecordBytesMax { get; set; } = 1_048_576;

    /// <summary>The deepest JSON that is read, levels, 1 to 256; deeper ones are rejected.</summary>
    [Range(1, 256)]
    public int RecordDepthMax { get; set; } = 64;

    /// <summary>The longest answer of a query, rows, 1 to 10 000 000; a longer one fails the run rather than fill the memory.</summary>
    [Range(1, 10_000_000)]
    public int ResultRowsMax { get; set; } = 100_000;
}
