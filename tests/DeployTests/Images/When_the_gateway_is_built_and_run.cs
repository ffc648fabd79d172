using System.Diagnostics;
using System.Globalization;
using Ingest.Testing;

namespace DeployTests.Images;

/// <summary>The Containerfile as it stands, built and run under the limits that the manifests set.</summary>
public sealed class When_the_gateway_is_built_and_run
{
    [Fact]
    public async Task It_answers_as_a_plain_user_over_a_file_system_it_cannot_write()
    {
        var missing = ImageWorkshop.Missing();
        Assert.SkipWhen(missing is not null, missing ?? "");
        var image = Containerfile.All.Single(file => file.Name == "gateway");
        await using var workshop = new ImageWorkshop();
        await workshop.MakeBasesAsync();
        await workshop.BuildAsync(image);

        var container = await workshop.StartAsync(
            image.Image,
            "--network", "none", "--read-only", "--read-only-tmpfs=false", "--tmpfs", "/tmp:rw,size=64m", "--cap-drop", "all", "--security-opt", "no-new-privileges");
        var process = (await workshop.PodmanAsync("inspect", "--format", "{{.State.Pid}}", container)).Trim();

        await Eventually.BecomesAsync(
            () => GetAsync(process, image.Ports.Single(), "/healthz/live"), answer => answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal), "/healthz/live");

        // Nothing is behind it in a network of its own, and it says so.
        var ready = await GetAsync(process, image.Ports.Single(), "/healthz/ready");
        Assert.StartsWith("HTTP/1.1 503 ", ready, StringComparison.Ordinal);
        Assert.Contains("kafka-proxy", ready, StringComparison.Ordinal);

        await AssertHasNoRightsAsync(process);
        Assert.Contains("Read-only file system", (await workshop.TryPodmanAsync(["exec", "--user", "0", container, "touch", "/app/written"])).Errors, StringComparison.Ordinal);

        await workshop.PodmanAsync("stop", "--time", "30", container);
        Assert.Equal("0", (await workshop.PodmanAsync("inspect", "--format", "{{.State.ExitCode}}", container)).Trim());
    }

    private static async Task AssertHasNoRightsAsync(string process)
    {
        var status = (await File.ReadAllLinesAsync($"/proc/{process}/status", TestContext.Current.CancellationToken))
            .Select(line => line.Split(':', 2)).ToDictionary(parts => parts[0], parts => parts[1].Trim());

        Assert.Equal("1654", status["Uid"].Split('\t')[0]);
        Assert.Equal("1654", status["Gid"].Split('\t')[0]);
        Assert.Equal(0UL, ulong.Parse(status["CapEff"], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        Assert.Equal("1", status["NoNewPrivs"]);
    }

    /// <summary>Asks from within the container's network; empty while nobody listens.</summary>
    private static async Task<string> GetAsync(string process, int port, string path)
    {
        var talk = $"exec 3<>/dev/tcp/127.0.0.1/{port} && printf 'GET {path} HTTP/1.1\\r\\nHost: gateway\\r\\nConnection: close\\r\\n\\r\\n' >&3 && cat <&3";
        return (await ProgramRun.OfAsync(new ProcessStartInfo("nsenter", ["--target", process, "--net", "bash", "-c", talk]))).Output;
    }
}
