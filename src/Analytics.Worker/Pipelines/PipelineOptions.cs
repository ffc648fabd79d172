using System.ComponentModel.DataAnnotations;

namespace Analytics.Worker.Pipelines;

/// <summary>Which pipeline runs, and for whom: section <c>Pipeline</c>.</summary>
internal sealed class PipelineOptions
{
    /// <summary>A pipeline that the suite ships, a folder of <c>pipelines/</c> beside the binaries. Unused when <see cref="Folder"/> is set.</summary>
    [Required, RegularExpression("^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$")]
    public string Name { get; set; } = "pinterest";

    /// <summary>The folder of a pipeline kept elsewhere.</summary>
    public string? Folder { get; set; }

    /// <summary>Where the pipeline's files are.</summary>
    public string FolderPath => Folder ?? Path.Combine(AppContext.BaseDirectory, "pipelines", Name);

    /// <summary>The user in the names of topics, streams and tables: 1 to 100 letters, digits, <c>-</c>, <c>_</c> and <c>.</c>.</summary>
    [Required, RegularExpression(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
    public string UserId { get; set; } = "demo";

    /// <summary><c>Exact</c> or <c>Discrete</c>; null takes the pipeline's own.</summary>
    [EnumDataType(typeof(Median))]
    public Median? Median { get; set; }
}
