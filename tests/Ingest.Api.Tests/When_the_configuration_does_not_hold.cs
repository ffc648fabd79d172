using Ingest.ServiceDefaults;
using Ingest.Testing;

namespace Ingest.Api.Tests;

public sealed class When_the_configuration_does_not_hold
{
    [Theory]
    [InlineData("KafkaProxyUrl", "ftp://host", "KafkaProxyUrl")]
    [InlineData("WorkerUrl", "http://host/?q", "WorkerUrl")]
    [InlineData("ProxyHttpVersion", "3.0", "Gateway:ProxyHttpVersion is '3.0'; it must be 1.1 or 2.0")]
    [InlineData("Stages:0", "topics", "Stages")]
    [InlineData("Stages:0", "a/b", "Stages")]
    [InlineData("RequestBytesMax", "1", "Gateway:RequestBytesMax is 1; it must be 1024 to 1073741824")]
    [InlineData("RequestsInFlightMax", "0", "RequestsInFlightMax")]
    [InlineData("ActivityTimeout", "00:00:00", "Gateway:ActivityTimeout is 00:00:00; it must be 00:00:00.010 to 1.00:00:00")]
    public async Task The_service_does_not_start_and_says_why(string key, string value, string message)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => RunningService.StartAsync(Program.Build, ("Gateway:" + key, value)));

        Assert.Contains(ServiceOptions.ConfigurationErrors(failure), error => error.Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_configured_list_of_stages_takes_the_place_of_the_default()
    {
        await using var gateway = await RunningGateway.StartAsync(("Stages:0", "live"));

        Assert.True((await gateway.Client.GetAsync("/live/topics", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        Assert.Equal(404, (int)(await gateway.Client.GetAsync("/test/topics", TestContext.Current.CancellationToken)).StatusCode);
    }
}
