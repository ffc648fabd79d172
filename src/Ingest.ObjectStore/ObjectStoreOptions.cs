using System.ComponentModel.DataAnnotations;

namespace Ingest.ObjectStore;

/// <summary>Where objects are kept: section <c>ObjectStore</c>.</summary>
public sealed class ObjectStoreOptions : IValidatableObject
{
    /// <summary>The store: <c>file:///data/bucket</c> or <c>s3://bucket/prefix</c>. There is no default.</summary>
    public Uri? Uri { get; set; }

    /// <summary>The URL of an S3 server that is not AWS's own, such as <c>http://127.0.0.1:9000</c>; buckets are addressed by path there.</summary>
    public Uri? ServiceUrl { get; set; }

    /// <summary>The AWS region, such as <c>eu-west-1</c>; null takes it from <c>AWS_REGION</c> or the profile.</summary>
    public string? Region { get; set; }

    /// <summary>How long one request to S3 may take, from 1 s to 1 h. Default 2 min.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (UriFault() is { } fault)
        {
            yield return new ValidationResult($"ObjectStore:Uri {fault}.", [nameof(Uri)]);
        }

        // Not a [Range]: that attribute converts its limits unsynchronized, and several services may check at the same time.
        if (RequestTimeout < TimeSpan.FromSeconds(1) || RequestTimeout > TimeSpan.FromHours(1))
        {
            yield return new ValidationResult($"ObjectStore:RequestTimeout is {RequestTimeout:c}; it must be 00:00:01 to 01:00:00", [nameof(RequestTimeout)]);
        }

        if (ServiceUrl is { } url && (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https")))
        {
            yield return new ValidationResult($"ObjectStore:ServiceUrl must be an http or https URL; it is '{url}'.", [nameof(ServiceUrl)]);
        }

        if (Uri is { IsAbsoluteUri: true, IsFile: true } && (ServiceUrl is not null || Region is not null))
        {
            yield return new ValidationResult("ObjectStore:ServiceUrl and ObjectStore:Region belong to S3; ObjectStore:Uri names a directory.", [nameof(ServiceUrl)]);
        }

        if (Region is { } region && string.IsNullOrWhiteSpace(region))
        {
            yield return new ValidationResult("ObjectStore:Region is blank; leave it out or name a region.", [nameof(Region)]);
        }
    }

    private string? UriFault() => Uri switch
    {
        null => "is not set; it is file:///directory or s3://bucket/prefix",
        { IsAbsoluteUri: false } or { Scheme: not ("file" or "s3") } => $"must be file:///directory or s3://bucket/prefix; it is '{Uri}'",
        { IsFile: true, Host: not ("" or "localhost") } => $"names a host, '{Uri.Host}'; a directory has three slashes, file:///directory",
        { Scheme: "s3", Host: "" } => $"names no bucket; it is '{Uri}'",
        { Query: not "" } or { Fragment: not "" } or { UserInfo: not "" } => $"takes no user, query or fragment; it is '{Uri}'",
        _ => null,
    };
}
