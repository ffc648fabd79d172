using Analytics.Worker.Runs;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Engines.Spark;

/// <summary>Asks the cluster about runs whose driver is with it: YARN and Kubernetes in cluster mode.</summary>
internal sealed class SparkCluster(IOptions<SparkOptions> options, TimeProvider time)
{
    /// <summary>Whether drivers run with the cluster; else they are children of spark-submit, and nobody else knows them.</summary>
    public bool HasDrivers => options.Value.DeployMode == "cluster";

    /// <summary>How a run is; null when the cluster has none of its tag or name.</summary>
    /// <exception cref="IOException">The cluster has not answered.</exception>
    public async Task<RunStatus?> FindAsync(string run, CancellationToken cancellation)
    {
        if (options.Value.Master == "yarn")
        {
            return YarnApplications.Read(await YarnAsync(YarnApplications.List(RunPlan.TagOf(run)), cancellation));
        }

        var submission = KubernetesDriver.SubmissionId(run, options.Value);
        return KubernetesDriver.Read(submission, await SparkAsync(["--status", submission], cancellation));
    }

    /// <summary>Asks for the end of a run.</summary>
    /// <returns>False when the cluster has none, or not yet.</returns>
    public async Task<bool> KillAsync(string run, CancellationToken cancellation)
    {
        if (await FindAsync(run, cancellation) is not { } found)
        {
            return false;
        }

        if (options.Value.Master == "yarn")
        {
            await YarnAsync(["application", "-kill", found.ExternalIds["applicationId"]], cancellation);
        }
        else
        {
            await SparkAsync(["--kill", found.ExternalIds["submissionId"]], cancellation);
        }

        return true;
    }

    private Task<string> YarnAsync(IReadOnlyList<string> arguments, CancellationToken cancellation) =>
        RunAsync(options.Value.YarnCommand, "HADOOP_HOME", arguments, cancellation);

    private Task<string> SparkAsync(IReadOnlyList<string> question, CancellationToken cancellation)
    {
        // How to log in to the cluster is among the settings.
        var conf = options.Value.NamedConf.Where(setting => setting.Key.StartsWith("spark.kubernetes.", StringComparison.Ordinal));
        return RunAsync(
            options.Value.Command, "SPARK_HOME",
            ["--master", options.Value.Master, .. conf.SelectMany(setting => new[] { "--conf", $"{setting.Key}={setting.Value}" }), .. question], cancellation);
    }

    private async Task<string> RunAsync(string command, string home, IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var program = SparkProgram.Find(command, home) ?? throw new IOException($"{command} is not there any more.");
        var (exitCode, output) = await ShortProgram.RunAsync(program, arguments, options.Value.CommandTimeout, time, cancellation);
        return exitCode == 0 ? output : throw new IOException($"{command} {string.Join(' ', Redaction.Arguments(arguments))} ended with {exitCode}: {output.Trim()}");
    }
}
