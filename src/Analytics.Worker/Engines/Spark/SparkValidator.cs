using Microsoft.Extensions.Options;

namespace Analytics.Worker.Engines.Spark;

/// <summary>Checks at start what would else fail every run.</summary>
internal sealed class SparkValidator : IValidateOptions<SparkOptions>
{
    public ValidateOptionsResult Validate(string? name, SparkOptions options)
    {
        List<string> errors = [.. MasterErrors(options), .. ConfErrors(options)];
        if (SparkProgram.Find(options.Command, "SPARK_HOME") is null)
        {
            errors.Add(SparkProgram.WhyMissing(options.Command));
        }

        if (options is { Master: "yarn", DeployMode: "cluster" } && SparkProgram.Find(options.YarnCommand, "HADOOP_HOME") is null)
        {
            errors.Add(
                $"Spark:YarnCommand is '{options.YarnCommand}'; there is no such program on the PATH or in HADOOP_HOME/bin. " +
                "With yarn in cluster mode runs are found again and cancelled by it; it comes with Hadoop, https://hadoop.apache.org/releases.html.");
        }

        if (options.BucketUri is { IsAbsoluteUri: false })
        {
            errors.Add($"Spark:BucketUri is '{options.BucketUri}'; it must be an address such as s3a://bucket/prefix.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> MasterErrors(SparkOptions options)
    {
        var kind = SparkMaster.KindOf(options.Master);
        if (kind is null)
        {
            yield return $"Spark:Master is '{options.Master}'; it must be local, local[n], local[*], spark://host:port, yarn or k8s://address.";
        }
        else if (options.DeployMode == "cluster" && kind is SparkMasterKind.Local or SparkMasterKind.Standalone)
        {
            yield return $"Spark:DeployMode is 'cluster' and Spark:Master '{options.Master}'; there Spark runs Python programs in client mode only.";
        }
    }

    private static IEnumerable<string> ConfErrors(SparkOptions options)
    {
        foreach (var (key, _) in options.NamedConf)
        {
            if (!key.StartsWith("spark.", StringComparison.Ordinal))
            {
                yield return $"Spark:Conf:{key} is no setting of Spark: those begin with 'spark.', and it ignores others.";
            }
            else if (SparkArguments.Owned.Contains(key))
            {
                yield return $"Spark:Conf:{key} cannot be set: the worker sets it itself.";
            }
        }
    }
}
