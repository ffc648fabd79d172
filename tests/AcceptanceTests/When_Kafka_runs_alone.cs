using System.Diagnostics;
using Ingest.Testing;

namespace AcceptanceTests;

/// <summary><c>ingest kafka</c>, as a process, with kcat in front of it.</summary>
public sealed class When_Kafka_runs_alone
{
    [Fact]
    public async Task It_says_when_it_is_ready_keeps_its_records_and_has_its_folder_alone()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/kcat"), "Debian package kcat is not installed");
        using var directory = new TemporaryDirectory();
        string[] arguments = ["kafka", "--listen", "127.0.0.1:0", "--data-dir", "kafka"];

        var (first, ready) = await IngestProgram.StartAsync(directory.Path, "ready 127.0.0.1:", arguments);
        await using (first)
        {
            await KcatAsync(ready, "one\ntwo\n", "-P", "-t", "t");
            var (code, said) = await IngestProgram.RunAsync(directory.Path, arguments);
            Assert.Equal(1, code);
            Assert.Contains("is in use: only one process at a time may open it.", said, StringComparison.Ordinal);
            Assert.Single(said.Split('\n'));
            Assert.Equal(0, await first.StopAsync());
        }

        var (second, readyAgain) = await IngestProgram.StartAsync(directory.Path, "ready 127.0.0.1:", arguments);
        await using (second)
        {
            Assert.Equal("one\ntwo\n", await KcatAsync(readyAgain, "", "-C", "-t", "t", "-e", "-q"));
        }
    }

    [Theory]
    [InlineData("--listen is 0.0.0.0:9092, which others can reach", "--listen", "0.0.0.0:9092")]
    [InlineData("--listen is 'localhost'; it must be an IP address", "--listen", "localhost")]
    [InlineData("--advertise is 'nowhere'; it must be a host and a port", "--advertise", "nowhere")]
    public async Task What_does_not_hold_is_refused_before_anything_is_made(string reason, params string[] arguments)
    {
        using var directory = new TemporaryDirectory();

        var (code, said) = await IngestProgram.RunAsync(directory.Path, ["kafka", "--data-dir", "kafka", .. arguments]);

        Assert.Equal(2, code);
        Assert.Contains(reason, said, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(directory.Path));
    }

    private static async Task<string> KcatAsync(string ready, string input, params string[] arguments)
    {
        using var kcat = Process.Start(new ProcessStartInfo("kcat", ["-b", ready["ready ".Length..], .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await kcat.StandardInput.WriteAsync(input);
        kcat.StandardInput.Close();
        var output = await kcat.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await kcat.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output;
    }
}
