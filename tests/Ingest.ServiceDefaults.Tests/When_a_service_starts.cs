using Ingest.Testing;

namespace Ingest.ServiceDefaults.Tests;

public sealed class When_a_service_starts
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task One_plain_port_answers_both_versions_of_HTTP(int version)
    {
        await using var service = await RunningService.StartAsync((args, configuration) =>
        {
            var app = ServiceHost.CreateBuilder("Ingest.Test", "http://127.0.0.1:0", args, configuration).Build();
            app.MapServiceDefaults();
            return app;
        });

        using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz/live")
        {
            Version = new Version(version, version == 1 ? 1 : 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var answer = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(version, answer.Version.Major);
        Assert.True(answer.IsSuccessStatusCode);
    }
}
