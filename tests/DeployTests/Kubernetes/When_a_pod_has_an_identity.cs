using System.Diagnostics;
using Ingest.Testing;
using Ingest.Testing.Kinesis;

namespace DeployTests.Kubernetes;

/// <summary>EKS Pod Identity without EKS: the variables it sets in a pod, and a stand-in for the agent on the node.</summary>
public sealed class When_a_pod_has_an_identity
{
    private const string Credentials = """
        {"AccessKeyId":"ASIAPODIDENTITY","SecretAccessKey":"secret","Token":"session-of-the-pod","AccountId":"000000000000","Expiration":"2999-01-01T00:00:00Z"}
        """;

    [Fact]
    public async Task A_service_signs_with_the_credentials_that_the_agent_hands_out()
    {
        using var directory = new TemporaryDirectory();
        var token = Path.Combine(directory.Path, "token");
        await File.WriteAllTextAsync(token, "token-of-the-pod", TestContext.Current.CancellationToken);
        await using var agent = await KinesisStub.StartAsync(200, Credentials);
        await using var kinesis = await KinesisStub.StartAsync(200, """{"StreamNames":[],"HasMoreStreams":false}""");
        using var service = Start(directory.Path, agent.ServiceUrl, token, kinesis.ServiceUrl);
        try
        {
            var asked = await Eventually.BecomesAsync(() => Task.FromResult(kinesis.Requests.Count > 0), found => found, "a request to Kinesis", TimeSpan.FromMinutes(1));
            Assert.True(asked);

            var headers = kinesis.Requests[0].Headers;
            Assert.Contains("Credential=ASIAPODIDENTITY/", headers["Authorization"], StringComparison.Ordinal);
            Assert.Equal("session-of-the-pod", headers["X-Amz-Security-Token"]);
            Assert.Equal("token-of-the-pod", agent.Requests[0].Headers["Authorization"]);
        }
        finally
        {
            service.Kill();
            await service.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>The worker, because it asks for its streams without being asked. Nothing of the caller's own AWS settings reaches it.</summary>
    private static Process Start(string home, Uri agent, string token, Uri kinesis)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Analytics.Worker.Program).Assembly.Location, "--urls", "http://127.0.0.1:0"]);
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["HOME"] = home;
        start.Environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = new Uri(agent, "/v1/credentials").AbsoluteUri;
        start.Environment["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] = token;
        start.Environment["Kinesis__ServiceUrl"] = kinesis.AbsoluteUri;
        start.Environment["Kinesis__Region"] = "eu-west-1";
        start.Environment["ObjectStore__Uri"] = new Uri(home + "/bucket/").AbsoluteUri;
        start.Environment["Work__Directory"] = Path.Combine(home, "work");
        start.Environment["Logs__MinimumLevel"] = "Fatal";
        return Process.Start(start)!;
    }
}
