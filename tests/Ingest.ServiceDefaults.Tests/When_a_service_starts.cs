using System.Net;
using Ingest.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

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

    [Theory]
    [InlineData("/")]
    [InlineData("/nowhere")]
    public async Task An_unknown_path_is_answered_with_problem_details(string path)
    {
        await using var service = await RunningService.StartAsync((args, configuration) =>
        {
            var app = ServiceHost.CreateBuilder("Ingest.Test", "http://127.0.0.1:0", args, configuration).Build();
            app.MapServiceDefaults();
            return app;
        });

        using var answer = await service.Client.GetAsync(path, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Not Found", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_address_is_told_in_a_line_and_not_with_a_stack_trace()
    {
        await using var first = await RunningService.StartAsync(Build);
        var taken = first.Url;

        Assert.Equal(1, await ServiceRun.RunAsync(() => Build(["--urls", taken.ToString(), "--Logs:MinimumLevel=Fatal"], null)));

        static WebApplication Build(string[] args, IConfiguration? configuration) =>
            ServiceHost.CreateBuilder("Ingest.Test", "http://127.0.0.1:0", args, configuration).Build();
    }
}
