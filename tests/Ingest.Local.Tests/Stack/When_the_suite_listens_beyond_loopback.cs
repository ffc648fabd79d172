using System.Net;
using Ingest.Local.Stack;
using Ingest.Testing;

namespace Ingest.Local.Tests.Stack;

/// <summary>127.0.0.2 is this machine too, but only who listens on every interface answers there.</summary>
public sealed class When_the_suite_listens_beyond_loopback
{
    private static readonly IPAddress Elsewhere = IPAddress.Parse("127.0.0.2");

    [Fact]
    public async Task Every_service_answers_at_every_address_and_is_told_at_loopback()
    {
        using var directory = new TemporaryDirectory();
        var options = new StackOptions { DataDirectory = directory.Path, AutoPorts = true, Host = IPAddress.Any };
        await using var stack = await LocalStack.StartAsync(options, TimeProvider.System, TestContext.Current.CancellationToken);
        using var client = new HttpClient();

        foreach (var url in new[] { stack.Endpoints.Gateway, stack.Endpoints.KafkaProxy, stack.Endpoints.KinesisProxy, stack.Endpoints.Worker, stack.Endpoints.Kinesis })
        {
            var elsewhere = new UriBuilder(url) { Host = Elsewhere.ToString(), Path = "/healthz/live" };
            using var response = await client.GetAsync(elsewhere.Uri, TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("127.0.0.1", url.Host);
        }
    }

    [Fact]
    public void Without_being_told_it_is_loopback()
    {
        using var directory = new TemporaryDirectory();
        using var data = new DataFolder(directory.Path);
        var configuration = new StackConfiguration(new StackOptions { DataDirectory = directory.Path }, data, "127.0.0.1:9092");

        Assert.Equal("http://127.0.0.1:4567", configuration.Kinesis()["urls"]);
    }

    [Fact]
    public void An_IPv6_address_stands_in_brackets() => Assert.Equal("http://[::1]:8080", Listening.Url(IPAddress.IPv6Loopback, 8080));
}
