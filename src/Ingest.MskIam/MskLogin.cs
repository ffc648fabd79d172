using System.Globalization;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace Ingest.MskIam;

/// <summary>Logs a Kafka client in to MSK: gets it a token whenever it asks for one.</summary>
/// <remarks>For any client: what it takes a token or a reason with comes as an argument.</remarks>
public sealed class MskLogin
{
    /// <summary>What to tell a user where no region is known.</summary>
    public const string NoRegion = "Kafka:Region is not set, and neither AWS_REGION nor the profile names one; MSK's tokens are signed for a region";

    /// <summary>Credentials may come from a service that does not answer; the client's thread waits meanwhile.</summary>
    private static readonly TimeSpan CredentialsMax = TimeSpan.FromSeconds(10);

    private readonly Func<Task<AWSCredentials>> _credentials;
    private readonly string _region;
    private readonly TimeProvider _time;

    internal MskLogin(Func<Task<AWSCredentials>> credentials, string region, TimeProvider time)
    {
        _credentials = credentials;
        _region = region;
        _time = time;
    }

    /// <summary>Logs in as whoever AWS's default credential chain finds, each time anew.</summary>
    /// <param name="region">The cluster's region; null takes the one of the environment or the profile.</param>
    /// <param name="time">The clock that tokens are signed by.</param>
    /// <exception cref="ArgumentException">No region is given, and none is known.</exception>
    public static MskLogin ByDefaultCredentials(string? region, TimeProvider time) => new(
        async () => await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync(),
        RegionOr(region) ?? throw new ArgumentException(NoRegion, nameof(region)),
        time);

    /// <summary><paramref name="configured"/>, or else the region of <c>AWS_REGION</c> or the profile; null when nothing names one.</summary>
    public static string? RegionOr(string? configured) => string.IsNullOrEmpty(configured)
        ? FallbackRegionFactory.GetRegionEndpoint(includeInstanceMetadata: false)?.SystemName
        : configured;

    /// <summary>Gives the client a token, or tells it why there is none; the client asks again later.</summary>
    /// <remarks>
    /// Returns when that is done: the client library calls this on a thread of the client's, and what it is called for may only be
    /// answered while the client lives.
    /// </remarks>
    /// <param name="accept">Takes the token, when it expires in milliseconds since 1970, and the principal's name.</param>
    /// <param name="refuse">Takes the reason.</param>
    public void Refresh(Action<string, long, string> accept, Action<string> refuse)
    {
        try
        {
            var token = Task.Run(CreateTokenAsync).WaitAsync(CredentialsMax, _time).GetAwaiter().GetResult();
            accept(token.Value, token.ExpiresAt.ToUnixTimeMilliseconds(), MskToken.Principal);
        }
        catch (TimeoutException)
        {
            refuse(string.Create(CultureInfo.InvariantCulture, $"AWS credentials did not come within {CredentialsMax.TotalSeconds} s"));
        }
        catch (Exception failure)
        {
            // The SDK says what it tried; why that failed is further in.
            var cause = failure.GetBaseException().Message;
            refuse(failure.Message.Contains(cause, StringComparison.Ordinal) ? failure.Message : $"{failure.Message}: {cause}");
        }
    }

    private async Task<MskToken> CreateTokenAsync()
    {
        var credentials = await _credentials();
        var (keys, end) = credentials is RefreshingAWSCredentials refreshing
            ? await FreshAsync(refreshing)
            : (await credentials.GetCredentialsAsync(), credentials.Expiration);
        var now = _time.GetUtcNow();
        return MskTokenSigner.Sign(keys, _region, now, Lifetime(end, now));
    }

    /// <summary>Gets new ones where those at hand would end before the token; their end is told early by a buffer.</summary>
    private static async Task<(ImmutableCredentials Keys, DateTime? End)> FreshAsync(RefreshingAWSCredentials credentials) =>
        (await credentials.GetCredentialsAsync(MskTokenSigner.LifetimeMax), credentials.Expiration + credentials.ExpirationBuffer);

    /// <summary>A token must not outlive what it was signed with.</summary>
    private static TimeSpan Lifetime(DateTime? expiration, DateTimeOffset now)
    {
        if (expiration is not { } end)
        {
            return MskTokenSigner.LifetimeMax;
        }

        var left = TimeSpan.FromSeconds(Math.Floor((end.ToUniversalTime() - now.UtcDateTime).TotalSeconds));
        return left < TimeSpan.FromSeconds(1)
            ? throw new AmazonClientException(string.Create(CultureInfo.InvariantCulture, $"The AWS credentials have expired, at {end.ToUniversalTime():u}"))
            : left < MskTokenSigner.LifetimeMax ? left : MskTokenSigner.LifetimeMax;
    }
}
