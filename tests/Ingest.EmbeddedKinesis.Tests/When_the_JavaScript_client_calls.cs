using System.Text.Json;
using Ingest.Testing;

namespace Ingest.EmbeddedKinesis.Tests;

public sealed class When_the_JavaScript_client_calls
{
    [Theory]
    [InlineData("h2")]
    [InlineData("http1")]
    public async Task Everything_it_does_works_over_its_default_HTTP2_and_over_HTTP1(string protocol)
    {
        Node.SkipUnlessInstalled("@aws-sdk/client-kinesis");
        await using var kinesis = await Endpoint.StartAsync();

        var output = await Node.RunAsync(Node.Directory, "kinesis-client.mjs", kinesis.Url.ToString(), protocol);

        var seen = JsonDocument.Parse(output).RootElement;
        Assert.Equal("ACTIVE", seen.Text("status"));
        Assert.Equal(["ResourceInUseException", "ResourceNotFoundException", "ValidationException", "InvalidArgumentException"], seen.GetProperty("errors").EnumerateArray().Select(error => error.GetString()));
        Assert.Equal(501, seen.GetProperty("records").GetInt32());
        Assert.Equal("ключ:hello", seen.Text("first"));
        Assert.InRange(seen.GetProperty("arrivalAgeMs").GetDouble(), -60_000, 60_000);
    }
}
