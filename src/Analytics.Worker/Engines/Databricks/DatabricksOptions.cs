using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.RegularExpressions;
using Ingest.ServiceDefaults;

namespace Analytics.Worker.Engines.Databricks;

/// <summary>The workspace, what a run runs on there, and how it is asked: section <c>Databricks</c>.</summary>
internal sealed partial class DatabricksOptions : IValidatableObject
{
    /// <summary>The workspace, such as <c>https://dbc-a1b2c3d4-e5f6.cloud.databricks.com</c>; http only on loopback. Null takes <c>DATABRICKS_HOST</c>.</summary>
    public Uri? Host { get; set; }

    /// <summary>An access token of a user or service principal. Null takes <c>DATABRICKS_TOKEN</c>. Never logged, never in a record.</summary>
    public string? Token { get; set; }

    /// <summary>The bucket as the cluster sees it: <c>s3://bucket/prefix</c>, <c>dbfs:/mnt/bucket</c>, <c>/Volumes/catalog/schema/volume</c>.</summary>
    public string? BucketUri { get; set; }

    /// <summary>A cluster that is there already. One of this, <see cref="NewCluster"/> and <see cref="EnvironmentVersion"/> is set.</summary>
    public string? ExistingClusterId { get; set; }

    /// <summary>A cluster made for each run: the JSON object that the Jobs API calls <c>new_cluster</c>.</summary>
    public string? NewCluster { get; set; }

    /// <summary>Serverless compute: the version of its environment, such as <c>4</c>. It goes with a <see cref="PythonFile"/> written for it.</summary>
    public string? EnvironmentVersion { get; set; }

    /// <summary><c>pipeline.py</c> kept elsewhere: an absolute workspace path or a URI. Null takes the bucket's own.</summary>
    public string? PythonFile { get; set; }

    /// <summary>How long one request may take, 100 ms to 5 min.</summary>
    [TimeRange("00:00:00.100", "00:05:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a call may take with all its retries, 100 ms to 1 h.</summary>
    [TimeRange("00:00:00.100", "01:00:00")]
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>How often a call is tried again after a failure that may pass, 1 to 20.</summary>
    [Range(1, 20)]
    public int RetriesMax { get; set; } = 5;

    /// <summary>The wait before the first retry, 1 ms to 1 min; it doubles with each. A <c>Retry-After</c> takes its place.</summary>
    [TimeRange("00:00:00.001", "00:01:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How much of the end of a failed run's log is kept in its record, characters, 0 to 1 048 576.</summary>
    [Range(0, 1_048_576)]
    public int LogTailMax { get; set; } = 16_384;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        string?[] faults = [HostFault(), TokenFault(), BucketFault(), ComputeFault(), ClusterFault(), ServerlessFault(), FileFault(), TimesFault()];
        return faults.OfType<string>().Select(fault => new ValidationResult(fault));
    }

    private string? HostFault() => Host switch
    {
        null => "Databricks:Host is not set; it must be the workspace's address, such as https://dbc-a1b2c3d4-e5f6.cloud.databricks.com",
        { IsAbsoluteUri: true, Scheme: "https" } or { IsAbsoluteUri: true, Scheme: "http", IsLoopback: true } when IsRoot(Host) => null,
        _ => $"Databricks:Host is '{Shown(Host)}'; it must be https:// and a host name, with nothing after it",
    };

    /// <summary>The value is never shown: it is the secret itself, or nearly.</summary>
    private string? TokenFault() => Token switch
    {
        null or "" => "Databricks:Token is not set; it must be an access token of the workspace",
        _ when !TokenShape().IsMatch(Token) => "Databricks:Token holds characters that no token has (its value is not shown)",
        _ => null,
    };

    private string? BucketFault() => BucketUri switch
    {
        null or "" => "Databricks:BucketUri is not set; it must be the bucket as the cluster sees it, such as s3://bucket/prefix, dbfs:/mnt/bucket or /Volumes/catalog/schema/volume",
        _ when !BucketShape().IsMatch(BucketUri) => $"Databricks:BucketUri is '{BucketUri}'; it must be such as s3://bucket/prefix, dbfs:/mnt/bucket or /Volumes/catalog/schema/volume",
        _ => null,
    };

    private string? ComputeFault() =>
        new[] { ExistingClusterId, NewCluster, EnvironmentVersion }.Count(one => !string.IsNullOrEmpty(one)) == 1
            ? null
            : "Databricks: exactly one of Databricks:ExistingClusterId, Databricks:NewCluster and Databricks:EnvironmentVersion must be set";

    private string? ClusterFault()
    {
        if (string.IsNullOrEmpty(NewCluster))
        {
            return null;
        }

        try
        {
            using var cluster = JsonDocument.Parse(NewCluster);
            return cluster.RootElement.ValueKind == JsonValueKind.Object && cluster.RootElement.TryGetProperty("spark_version", out _)
                ? null
                : "Databricks:NewCluster must be a JSON object with spark_version, such as {\"spark_version\":\"16.4.x-scala2.12\",\"node_type_id\":\"m5d.large\",\"num_workers\":1}";
        }
        catch (JsonException failure)
        {
            return $"Databricks:NewCluster is no JSON: {failure.Message}";
        }
    }

    /// <summary>The suite's program keeps tables in memory and settings in the session, which serverless compute does not let it.</summary>
    private string? ServerlessFault() =>
        string.IsNullOrEmpty(EnvironmentVersion) || !string.IsNullOrEmpty(PythonFile)
            ? null
            : "Databricks:EnvironmentVersion needs Databricks:PythonFile: the suite's own pipeline.py does not run on serverless compute";

    private string? FileFault() =>
        string.IsNullOrEmpty(PythonFile) || FileShape().IsMatch(PythonFile)
            ? null
            : $"Databricks:PythonFile is '{PythonFile}'; it must be an absolute workspace path or a URI, and end with .py";

    private string? TimesFault() =>
        RequestTimeout <= CallTimeout ? null : "Databricks:RequestTimeout must not be longer than Databricks:CallTimeout";

    private static bool IsRoot(Uri host) => host is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" };

    /// <summary>Without a user's name and password, should somebody have put them in.</summary>
    private static string Shown(Uri host) =>
        host is { IsAbsoluteUri: true } ? host.GetComponents(UriComponents.AbsoluteUri & ~UriComponents.UserInfo, UriFormat.UriEscaped) : host.OriginalString;

    [GeneratedRegex("^[A-Za-z0-9._~+/=-]+$")]
    private static partial Regex TokenShape();

    [GeneratedRegex(@"^(s3a?://|gs://|abfss://|dbfs:/|/Volumes/)[^\s/?#][^\s?#]*$")]
    private static partial Regex BucketShape();

    [GeneratedRegex(@"^(/|[a-z][a-z0-9]*:/)\S+\.py$")]
    private static partial Regex FileShape();
}
