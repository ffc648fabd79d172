using System.Globalization;
using System.Text.Json;
using Amazon.Runtime;
using Ingest.Testing;
using Ingest.Testing.Kafka;

namespace Ingest.MskIam.Tests;

public sealed class When_a_token_is_signed
{
    private const string Key = "AKIDEXAMPLE";
    private const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static readonly DateTimeOffset At = new(2026, 11, 25, 22, 0, 7, 650, TimeSpan.Zero);

    [Theory]
    [InlineData("eu-west-1", null)]
    [InlineData("us-gov-west-1", null)]
    [InlineData("eu-west-1", "FwoGZXIvYXdzE//////////wEaD+a=/b c&d%")]
    public async Task It_is_the_one_that_the_signer_of_AWS_gives_at_the_same_time(string region, string? session)
    {
        Node.SkipUnlessInstalled("aws-msk-iam-sasl-signer-js");
        var printed = await Node.RunAsync(Node.Directory, "msk-token.mjs", region, Key, Secret, session ?? "");
        using var published = JsonDocument.Parse(printed);
        var theirs = new BearerToken(published.RootElement.GetProperty("token").GetString()!);

        var token = MskTokenSigner.Sign(new ImmutableCredentials(Key, Secret, session), region, theirs.SignedAt, MskTokenSigner.LifetimeMax);
        var ours = new BearerToken(token.Value);

        Assert.Equal(Signed(theirs), Signed(ours));
        Assert.Equal(64, ours.Query["X-Amz-Signature"].Length);
        Assert.Equal(theirs.Address.GetLeftPart(UriPartial.Path), ours.Address.GetLeftPart(UriPartial.Path));
        Assert.Equal(published.RootElement.GetProperty("expiryTime").GetInt64(), token.ExpiresAt.ToUnixTimeMilliseconds());
        Assert.StartsWith("aws-msk-iam-sasl-signer-js/", theirs.Query["User-Agent"], StringComparison.Ordinal);
        Assert.Equal("ingest-msk-iam", ours.Query["User-Agent"]);
    }

    [Fact]
    public void It_says_what_is_asked_for_and_for_how_long()
    {
        var token = MskTokenSigner.Sign(new ImmutableCredentials(Key, Secret, "session"), "eu-west-1", At, TimeSpan.FromSeconds(42));

        var address = new BearerToken(token.Value);
        Assert.Equal("https://kafka.eu-west-1.amazonaws.com/", address.Address.GetLeftPart(UriPartial.Path));
        Assert.Equal("kafka-cluster:Connect", address.Query["Action"]);
        Assert.Equal("42", address.Query["X-Amz-Expires"]);
        Assert.Equal("20261125T220007Z", address.Query["X-Amz-Date"]);
        Assert.Equal("AKIDEXAMPLE/20261125/eu-west-1/kafka-cluster/aws4_request", address.Query["X-Amz-Credential"]);
        Assert.Equal("session", address.Query["X-Amz-Security-Token"]);
        Assert.Equal("host", address.Query["X-Amz-SignedHeaders"]);
        Assert.Equal(DateTimeOffset.Parse("2026-11-25T22:00:49Z", CultureInfo.InvariantCulture), token.ExpiresAt);
    }

    [Fact]
    public void It_has_no_character_that_a_bearer_token_may_not_have()
    {
        for (var length = 1; length < 8; length++)
        {
            var token = MskTokenSigner.Sign(new ImmutableCredentials(new string('A', length), Secret, null), "eu-west-1", At, MskTokenSigner.LifetimeMax);
            Assert.Matches("^[A-Za-z0-9_-]+$", token.Value);
        }
    }

    /// <summary>All parameters as written, but for the one that names the program.</summary>
    private static IEnumerable<string> Signed(BearerToken token) =>
        token.Address.Query[1..].Split('&').Where(parameter => !parameter.StartsWith("User-Agent=", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
