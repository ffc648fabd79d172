using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Ingest.Testing;

namespace Ingest.EmbeddedKinesis.Tests;

/// <summary>The endpoint in a process whose files may not grow beyond a size: the nearest thing to a full disk without one.</summary>
public sealed class When_the_disk_is_full : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Nothing_more_is_acknowledged_readiness_says_so_and_a_restart_serves_what_was()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "needs bash to limit the size of files");
        var acknowledged = new List<string>();
        using (var child = StartLimited())
        {
            try
            {
                var url = await child.StandardOutput.ReadLineAsync(Endpoint.Cancellation);
                using var client = new HttpClient { BaseAddress = new Uri(url!) };
                await CallAsync(client, "CreateStream", new { StreamName = "s", ShardCount = 1 });
                var refused = await FillAsync(client, acknowledged);
                var many = await CallAsync(client, "PutRecords", new { StreamName = "s", Records = new[] { new { PartitionKey = "k", Data = "aGk=" } } });
                using var ready = await client.GetAsync("/healthz/ready", Endpoint.Cancellation);

                Assert.Equal((500, "InternalFailure"), (refused.Status, refused.Type));
                Assert.Equal(1, many.Body.GetProperty("FailedRecordCount").GetInt32());
                Assert.Equal("InternalFailure", many.Body.GetProperty("Records")[0].Text("ErrorCode"));
                Assert.Equal(503, (int)ready.StatusCode);
            }
            finally
            {
                child.Kill();
                await child.WaitForExitAsync(Endpoint.Cancellation);
            }
        }

        await using var kinesis = await Endpoint.StartAsync(_directory.Path);
        var stored = await kinesis.ReadAsync(await kinesis.IteratorAsync("s"));
        Assert.Equal(acknowledged, stored.Take(acknowledged.Count).Select(record => record.Number));
        await kinesis.PutAsync("s", "room again");
    }

    private static async Task<Answer> FillAsync(HttpClient client, List<string> acknowledged)
    {
        while (true)
        {
            var put = await CallAsync(client, "PutRecord", new { StreamName = "s", PartitionKey = "k", Data = new byte[300_000] });
            if (put.Status != 200)
            {
                return put;
            }

            acknowledged.Add(put.Body.Text("SequenceNumber"));
            Assert.InRange(acknowledged.Count, 0, 100);
        }
    }

    private static Task<Answer> CallAsync(HttpClient client, string action, object body) =>
        Endpoint.CallAsync(client, action, JsonSerializer.SerializeToUtf8Bytes(body));

    private Process StartLimited()
    {
        var child = Path.Combine(AppContext.BaseDirectory, "Ingest.EmbeddedKinesis.TestChild.dll");
        var start = new ProcessStartInfo("/bin/bash", [
            "-c", "trap '' XFSZ; ulimit -f 700; exec dotnet \"$@\"", "bash",
            child, "--urls=http://127.0.0.1:0", "--Logs:MinimumLevel=Fatal", $"--EmbeddedKinesis:DataDirectory={_directory.Path}"])
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };

        // The runtime's own memory-mapped files count against the limit.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return Process.Start(start)!;
    }
}
