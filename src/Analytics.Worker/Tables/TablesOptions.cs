using System.ComponentModel.DataAnnotations;

namespace Analytics.Worker.Tables;

/// <summary>Where stream tables are kept: section <c>Tables</c>.</summary>
internal sealed class TablesOptions : IValidatableObject
{
    /// <summary>
    /// The store of the stream tables and their checkpoints, <c>file:///directory</c> or <c>s3://bucket/prefix</c>; null takes
    /// <c>ObjectStore:Uri</c>. An S3 server is reached as section <c>ObjectStore</c> says.
    /// </summary>
    public Uri? Uri { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Uri is { IsAbsoluteUri: false } or { IsAbsoluteUri: true, Scheme: not ("file" or "s3") })
        {
            yield return new ValidationResult($"Tables:Uri must be file:///directory or s3://bucket/prefix; it is '{Uri}'.", [nameof(Uri)]);
        }
    }
}
