using System.Globalization;
using System.Reflection;
using Amazon.Runtime;
using Ingest.Testing.Kafka;
using Microsoft.Extensions.Time.Testing;

namespace Ingest.MskIam.Tests;

public sealed class When_a_client_asks_for_a_token
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 22, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Now);
    private readonly List<(string Token, long Expires, string Principal)> _accepted = [];
    private readonly List<string> _refused = [];

    [Fact]
    public void It_gets_one_that_is_good_for_a_quarter_of_an_hour()
    {
        Refresh(() => Task.FromResult<AWSCredentials>(new BasicAWSCredentials("AKIDEXAMPLE", "secret")));

        var (token, expires, principal) = Assert.Single(_accepted);
        Assert.Equal("900", new BearerToken(token).Query["X-Amz-Expires"]);
        Assert.Equal(Now.AddMinutes(15).ToUnixTimeMilliseconds(), expires);
        Assert.NotEmpty(principal);
        Assert.Empty(_refused);
    }

    [Fact]
    public void It_gets_none_that_outlives_the_credentials()
    {
        Refresh(() => Task.FromResult<AWSCredentials>(new Temporary(Now.AddSeconds(90.9))));

        var (token, expires, _) = Assert.Single(_accepted);
        Assert.Equal("90", new BearerToken(token).Query["X-Amz-Expires"]);
        Assert.Equal(Now.AddSeconds(90).ToUnixTimeMilliseconds(), expires);
    }

    [Fact]
    public void It_is_told_that_the_credentials_have_expired()
    {
        Refresh(() => Task.FromResult<AWSCredentials>(new Temporary(Now)));

        Assert.Equal("The AWS credentials have expired, at 2026-11-25 22:00:00Z", Assert.Single(_refused));
        Assert.Empty(_accepted);
    }

    [Fact]
    public void It_is_told_why_there_are_no_credentials()
    {
        Refresh(() => Task.FromException<AWSCredentials>(new AmazonClientException("none found")));
        Refresh(() => Task.FromException<AWSCredentials>(new AmazonClientException("Error calling AssumeRole", new AmazonServiceException("Access denied"))));

        Assert.Equal(["none found", "Error calling AssumeRole: Access denied"], _refused);
        Assert.Empty(_accepted);
    }

    [Fact]
    public async Task It_does_not_wait_for_ever_for_credentials_that_do_not_come()
    {
        var asked = new TaskCompletionSource();
        var login = new MskLogin(Unanswered, "eu-west-1", _time);
        var refresh = Task.Run(() => login.Refresh((_, _, _) => { }, _refused.Add), TestContext.Current.CancellationToken);
        await asked.Task;

        while (!refresh.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await refresh;
        Assert.Equal("AWS credentials did not come within 10 s", Assert.Single(_refused));

        Task<AWSCredentials> Unanswered()
        {
            asked.SetResult();
            return new TaskCompletionSource<AWSCredentials>().Task;
        }
    }

    /// <summary>By the system's clock, as the SDK judges them.</summary>
    [Theory]
    [InlineData(2, 895, 900, 5, 60)]
    [InlineData(1, 895, 900, 60)]
    [InlineData(2, 290, 300, 5, 5)]
    public async Task Credentials_that_end_too_soon_are_fetched_anew(int fetched, int secondsMin, int secondsMax, params int[] minutes)
    {
        var credentials = new Renewed(minutes);
        await credentials.GetCredentialsAsync();

        new MskLogin(() => Task.FromResult<AWSCredentials>(credentials), "eu-west-1", TimeProvider.System)
            .Refresh((token, expires, principal) => _accepted.Add((token, expires, principal)), _refused.Add);

        Assert.Equal(fetched, credentials.Fetched);
        var token = new BearerToken(Assert.Single(_accepted).Token);
        Assert.InRange(int.Parse(token.Query["X-Amz-Expires"], CultureInfo.InvariantCulture), secondsMin, secondsMax);
        Assert.StartsWith($"ASIA{fetched}/", token.Query["X-Amz-Credential"], StringComparison.Ordinal);
    }

    /// <summary>A pod's service account stands for a role; the SDK loads by name what trades its token for credentials.</summary>
    [Fact]
    public void Credentials_of_a_role_can_be_had() => Assert.NotNull(Assembly.Load("AWSSDK.SecurityToken"));

    private void Refresh(Func<Task<AWSCredentials>> credentials) =>
        new MskLogin(credentials, "eu-west-1", _time).Refresh((token, expires, principal) => _accepted.Add((token, expires, principal)), _refused.Add);

    /// <summary>Credentials that last so many minutes each, one after the other.</summary>
    private sealed class Renewed(int[] minutes) : RefreshingAWSCredentials
    {
        public int Fetched { get; private set; }

        protected override CredentialsRefreshState GenerateNewCredentials()
        {
            var end = DateTime.UtcNow.AddMinutes(minutes[Fetched]);
            return new(new ImmutableCredentials($"ASIA{++Fetched}", "secret", "session"), end);
        }
    }

    private sealed class Temporary(DateTimeOffset end) : AWSCredentials
    {
        public override DateTime? Expiration => end.UtcDateTime;

        public override ImmutableCredentials GetCredentials() => new("ASIAEXAMPLE", "secret", "session");
    }
}
