namespace Ingest.ServiceDefaults;

/// <summary>Where Kinesis is: section <c>Kinesis</c>, the same for every service.</summary>
public sealed class KinesisSettings
{
    /// <summary>The endpoint's URL, for an embedded or private one; null takes the region's own.</summary>
    public Uri? ServiceUrl { get; set; }

    /// <summary>The AWS region, such as <c>eu-west-1</c>; null takes it from <c>AWS_REGION</c> or the profile.</summary>
    public string? Region { get; set; }

    /// <summary>
    /// The access key, for an endpoint that takes any; with <see cref="SecretAccessKey"/>. Null takes AWS's default
    /// credential chain, which is how a service in production should get its credentials.
    /// </summary>
    public string? AccessKeyId { get; set; }

    /// <summary>The access key's secret.</summary>
    public string? SecretAccessKey { get; set; }
}
