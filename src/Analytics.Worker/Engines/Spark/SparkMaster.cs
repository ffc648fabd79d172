using System.Text.RegularExpressions;

namespace Analytics.Worker.Engines.Spark;

/// <summary>Kinds of master; what is told to them and asked of them differs.</summary>
internal enum SparkMasterKind
{
    /// <summary>Inside spark-submit itself.</summary>
    Local,

    /// <summary>Spark's own cluster manager.</summary>
    Standalone,

    /// <summary>Hadoop's.</summary>
    Yarn,

    /// <summary>Kubernetes.</summary>
    Kubernetes,
}

/// <summary>Masters as <c>--master</c> takes them.</summary>
internal static partial class SparkMaster
{
    /// <summary>What kind of master a text names; null when it names none.</summary>
    public static SparkMasterKind? KindOf(string master) => master switch
    {
        "yarn" => SparkMasterKind.Yarn,
        _ when Local().IsMatch(master) => SparkMasterKind.Local,
        _ when Standalone().IsMatch(master) => SparkMasterKind.Standalone,
        _ when Kubernetes().IsMatch(master) => SparkMasterKind.Kubernetes,
        _ => null,
    };

    [GeneratedRegex(@"^local(\[(\*|[1-9][0-9]*)(,[0-9]+)?\])?\z")]
    private static partial Regex Local();

    [GeneratedRegex(@"^spark://[A-Za-z0-9._-]+:[0-9]+(,[A-Za-z0-9._-]+:[0-9]+)*\z")]
    private static partial Regex Standalone();

    [GeneratedRegex(@"^k8s://[^\s]+\z")]
    private static partial Regex Kubernetes();
}
