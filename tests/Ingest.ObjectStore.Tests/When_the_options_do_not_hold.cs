using System.ComponentModel.DataAnnotations;

namespace Ingest.ObjectStore.Tests;

public sealed class When_the_options_do_not_hold
{
    [Theory]
    [InlineData(null, "ObjectStore:Uri is not set")]
    [InlineData("data/bucket", "must be file:///directory or s3://bucket/prefix")]
    [InlineData("https://bucket.s3.amazonaws.com/", "must be file:///directory or s3://bucket/prefix")]
    [InlineData("file://data/bucket", "three slashes")]
    [InlineData("s3:///prefix", "names no bucket")]
    [InlineData("s3://bucket/prefix?versionId=1", "no user, query or fragment")]
    public void The_address_is_refused_with_the_reason(string? uri, string reason)
    {
        var options = new ObjectStoreOptions { Uri = uri is null ? null : new Uri(uri, UriKind.RelativeOrAbsolute) };

        var failure = Assert.Throws<ValidationException>(() => ObjectStores.Open(options));

        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_URL_beside_a_directory_is_refused()
    {
        var options = new ObjectStoreOptions { Uri = new Uri("file:///data"), ServiceUrl = new Uri("http://127.0.0.1:9000") };

        Assert.Contains("belong to S3", Assert.Throws<ValidationException>(() => ObjectStores.Open(options)).Message, StringComparison.Ordinal);
    }
}
