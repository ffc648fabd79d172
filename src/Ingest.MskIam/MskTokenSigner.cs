using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Util;

namespace Ingest.MskIam;

/// <summary>Signs tokens for MSK: each is the address of a request to connect, signed with Signature Version 4 and never sent.</summary>
/// <remarks>The broker asks AWS whose signature it is, and what that identity may do.</remarks>
internal static class MskTokenSigner
{
    private const string Service = "kafka-cluster";
    private const string UserAgent = "ingest-msk-iam";

    /// <summary>How long a token is good for at most.</summary>
    public static readonly TimeSpan LifetimeMax = TimeSpan.FromMinutes(15);

    /// <param name="credentials">Who signs.</param>
    /// <param name="region">The region of the cluster.</param>
    /// <param name="signedAt">When; the signature knows whole seconds.</param>
    /// <param name="lifetime">How long the token is good for, in whole seconds: 1 s to <see cref="LifetimeMax"/>.</param>
    public static MskToken Sign(ImmutableCredentials credentials, string region, DateTimeOffset signedAt, TimeSpan lifetime)
    {
        var request = new DefaultRequest(new ConnectRequest(), Service)
        {
            HttpMethod = "GET",
            UseQueryString = true,
            Endpoint = new Uri($"https://kafka.{region}.amazonaws.com"),
        };
        request.Parameters["Action"] = "kafka-cluster:Connect";
        request.Parameters["X-Amz-Expires"] = lifetime.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture);
        if (credentials.UseToken)
        {
            request.Parameters["X-Amz-Security-Token"] = credentials.Token;
        }

        var signature = AWS4PreSignedUrlSigner.SignRequest(
            request, null, new RequestMetrics(), credentials.AccessKey, credentials.SecretKey, Service, region, signedAt.UtcDateTime);

        // The signature does not cover the user agent; the broker wants to know it all the same.
        var address = $"{AmazonServiceClient.ComposeUrl(request).AbsoluteUri}&{signature.ForQueryParameters}&User-Agent={UserAgent}";
        return new MskToken(
            Base64Url.EncodeToString(Encoding.UTF8.GetBytes(address)),
            DateTimeOffset.FromUnixTimeSeconds(signedAt.ToUnixTimeSeconds()) + lifetime);
    }

    /// <summary>The signer wants a request of a type of its own.</summary>
    private sealed class ConnectRequest : AmazonWebServiceRequest;
}
