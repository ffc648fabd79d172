using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace Ingest.ObjectStore.S3;

/// <summary>Makes S3 clients. Credentials come from where the AWS tools look for them: environment, profile, role.</summary>
internal static class S3Clients
{
    private const int RetriesMax = 3;

    /// <summary>What requests to another server than AWS's are signed for when no region is named; they take any.</summary>
    private const string AnyRegion = "us-east-1";

    public static AmazonS3Client Create(ObjectStoreOptions options)
    {
        var config = new AmazonS3Config { MaxErrorRetry = RetriesMax, Timeout = options.RequestTimeout };
        if (options.ServiceUrl is { } url)
        {
            config.ServiceURL = url.ToString();
            config.ForcePathStyle = true;
            config.AuthenticationRegion = options.Region ?? AnyRegion;

            // Checksums in trailers came to S3 late; other servers need not know them.
            config.RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED;
            config.ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED;
        }
        else if (options.Region is { } region)
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        }

        try
        {
            return new AmazonS3Client(config);
        }
        catch (AmazonClientException incomplete)
        {
            throw new IOException($"No client for {options.Uri} can be made, is ObjectStore:Region set? {incomplete.Message}", incomplete);
        }
    }
}
