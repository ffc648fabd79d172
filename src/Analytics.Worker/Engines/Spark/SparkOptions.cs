using System.ComponentModel.DataAnnotations;
using Ingest.ServiceDefaults;

namespace Analytics.Worker.Engines.Spark;

/// <summary>How runs are submitted to Spark: section <c>Spark</c>, read with <c>Analytics:Engine=SparkSubmit</c>.</summary>
internal sealed class SparkOptions
{
    /// <summary>The program: a path, or a name that is looked for in <c>SPARK_HOME/bin</c> and on the <c>PATH</c>.</summary>
    [Required]
    public string Command { get; set; } = "spark-submit";

    /// <summary>YARN's program, looked for in <c>HADOOP_HOME/bin</c> and on the <c>PATH</c>; needed with yarn in cluster mode only.</summary>
    [Required]
    public string YarnCommand { get; set; } = "yarn";

    /// <summary><c>local[*]</c>, <c>spark://host:7077</c>, <c>yarn</c> or <c>k8s://https://host:443</c>.</summary>
    [Required]
    public string Master { get; set; } = "local[*]";

    /// <summary>Where the driver runs: <c>client</c>, as a child of the worker, or <c>cluster</c>, with yarn and k8s.</summary>
    [Required, RegularExpression("^(client|cluster)$")]
    public string DeployMode { get; set; } = "client";

    /// <summary>Spark's own settings by name. In a name without a dot <c>_</c> stands for one, for environments that allow none.</summary>
    public Dictionary<string, string> Conf { get; set; } = [];

    /// <summary>Maven coordinates of what the cluster lacks, comma-separated, such as hadoop-aws for a bucket on S3.</summary>
    public string? Packages { get; set; }

    /// <summary>The bucket as Spark addresses it; null is <c>ObjectStore:Uri</c>, with <c>s3a</c> for <c>s3</c>.</summary>
    public Uri? BucketUri { get; set; }

    /// <summary>How much of the end of its output a run's record keeps, characters, 1 Ki to 1 Mi.</summary>
    [Range(1 << 10, 1 << 20)]
    public int LogTailMax { get; set; } = 16 << 10;

    /// <summary>How long a question to the cluster may take, 1 s to 10 min: <c>spark-submit --status</c>, <c>yarn application -list</c> and the like.</summary>
    [TimeRange("00:00:01", "00:10:00")]
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a spark-submit that was told to end may take, 0 to 10 min; then it is killed.</summary>
    [TimeRange("00:00:00", "00:10:00")]
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary><see cref="Conf"/> by the names that Spark knows, in their order.</summary>
    public IEnumerable<KeyValuePair<string, string>> NamedConf => Conf
        .Select(setting => KeyValuePair.Create(setting.Key.Contains('.', StringComparison.Ordinal) ? setting.Key : setting.Key.Replace('_', '.'), setting.Value))
        .OrderBy(setting => setting.Key, StringComparer.Ordinal);
}
