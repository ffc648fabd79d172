using Analytics.Worker.Runs;
using Ingest.ObjectStore;

namespace Analytics.Worker.Engines.Spark;

/// <summary>The arguments of spark-submit for a run. Pure; an array, never a line for a shell.</summary>
internal static class SparkArguments
{
    /// <summary>Settings that say where and under which name a run is, which nobody else may set.</summary>
    public static readonly IReadOnlySet<string> Owned = new HashSet<string>(StringComparer.Ordinal)
    {
        "spark.master", "spark.submit.deployMode", "spark.app.name", "spark.yarn.tags", "spark.yarn.submit.waitAppCompletion",
        "spark.kubernetes.submission.waitAppCompletion", "spark.kubernetes.driver.pod.name", "spark.sql.ansi.enabled",
        "spark.sql.session.timeZone", "spark.jars.packages",
    };

    /// <summary>Everything behind the program's name.</summary>
    public static IReadOnlyList<string> For(RunPlan plan, SparkOptions options, ObjectStoreOptions bucket)
    {
        var conf = new List<KeyValuePair<string, string>>(Identity(plan, SparkMaster.KindOf(options.Master), options.DeployMode))
        {
            new("spark.sql.ansi.enabled", "true"),
            new("spark.sql.session.timeZone", "UTC"),
        };
        var own = options.NamedConf.ToList();
        conf.AddRange(S3(bucket).Where(setting => own.All(chosen => chosen.Key != setting.Key)));
        conf.AddRange(own);
        return
        [
            "--master", options.Master,
            "--deploy-mode", options.DeployMode,
            "--name", plan.Name,
            .. conf.SelectMany(setting => new[] { "--conf", $"{setting.Key}={setting.Value}" }),
            .. string.IsNullOrEmpty(options.Packages) ? [] : new[] { "--packages", options.Packages },
            plan.ProgramUri,
            .. plan.ProgramArguments,
        ];
    }

    /// <summary>The bucket as Hadoop writes addresses: nothing is percent-encoded, and S3 is s3a unless said otherwise.</summary>
    public static string BucketUri(SparkOptions options, ObjectStoreOptions bucket)
    {
        var uri = options.BucketUri ?? bucket.Uri!;
        var scheme = options.BucketUri is null && uri.Scheme == "s3" ? "s3a" : uri.Scheme;
        return $"{scheme}://{uri.Authority}{Uri.UnescapeDataString(uri.AbsolutePath)}".TrimEnd('/');
    }

    /// <summary>By what the run is found again, and that spark-submit stays until it has ended.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Identity(RunPlan plan, SparkMasterKind? master, string mode) => (master, mode) switch
    {
        (SparkMasterKind.Yarn, _) => [new("spark.yarn.tags", plan.Tag), new("spark.yarn.submit.waitAppCompletion", "true")],
        (SparkMasterKind.Kubernetes, "cluster") =>
        [
            new("spark.kubernetes.driver.pod.name", plan.Tag),
            new("spark.kubernetes.submission.waitAppCompletion", "true"),
        ],
        _ => [],
    };

    /// <summary>Where an S3 server of one's own is; credentials are left to Spark's providers, as arguments can be seen by everybody.</summary>
    private static IEnumerable<KeyValuePair<string, string>> S3(ObjectStoreOptions bucket)
    {
        if (bucket is { Uri.Scheme: "s3", ServiceUrl: { } server })
        {
            yield return new("spark.hadoop.fs.s3a.endpoint", server.AbsoluteUri.TrimEnd('/'));
            yield return new("spark.hadoop.fs.s3a.path.style.access", "true");
        }

        if (bucket is { Uri.Scheme: "s3", Region: { } region })
        {
            yield return new("spark.hadoop.fs.s3a.endpoint.region", region);
        }
    }
}
