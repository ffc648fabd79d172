using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace DeployTests.Compose;

/// <summary>The health check of the suite's services, run as the container would run it, against a server on this machine.</summary>
public sealed class When_a_container_is_asked_whether_it_is_ready
{
    [Theory]
    [InlineData(200, true)]
    [InlineData(503, false)]
    public async Task It_is_what_the_service_says(int status, bool ready)
    {
        SkipUnlessBash();
        var port = FreePort();
        using var server = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/", $"http://localhost:{port}/" } };
        server.Start();

        var check = CheckAsync(port);
        var asked = await server.GetContextAsync();
        asked.Response.StatusCode = status;
        asked.Response.Close();

        Assert.Equal("/healthz/ready", asked.Request.RawUrl);
        Assert.Equal(ready, (await check).ExitCode == 0);
    }

    [Fact]
    public async Task It_is_not_while_nothing_listens()
    {
        SkipUnlessBash();

        Assert.NotEqual(0, (await CheckAsync(FreePort())).ExitCode);
    }

    [Fact]
    public void Each_service_is_asked_at_the_port_that_it_listens_on() =>
        Assert.All(ComposeFile.Own.Values, service =>
        {
            Assert.Equal(ComposeFile.Own["gateway"].HealthCheck!.Test, service.HealthCheck!.Test);
            Assert.Equal($"http://0.0.0.0:{service.Environment["PORT"]}", service.Environment["ASPNETCORE_URLS"]);
            Assert.Equal([$"127.0.0.1:{service.Environment["PORT"]}:{service.Environment["PORT"]}"], service.Ports);
        });

    private static void SkipUnlessBash() => Assert.SkipUnless(ProgramRun.Find("bash") is not null, "bash is not installed");

    private static Task<ProgramRun> CheckAsync(int port)
    {
        // Compose writes $$ for the $ that the container sees.
        var command = ComposeFile.Own["gateway"].HealthCheck!.Test.Select(part => part.Replace("$$", "$", StringComparison.Ordinal)).ToList();
        Assert.Equal("CMD", command[0]);
        return ProgramRun.OfAsync(new ProcessStartInfo(command[1], command[2..]) { Environment = { ["PORT"] = $"{port}" } });
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
