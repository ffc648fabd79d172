using System.ComponentModel.DataAnnotations;

namespace Analytics.Worker.Engines;

/// <summary>Which engine works on the batch: section <c>Analytics</c>.</summary>
internal sealed class AnalyticsOptions
{
    /// <summary><c>DuckDb</c>, <c>SparkSubmit</c> or <c>Databricks</c>. The stream path is the same with all of them.</summary>
    [EnumDataType(typeof(AnalyticsEngine))]
    public AnalyticsEngine Engine { get; set; } = AnalyticsEngine.DuckDb;
}
