using System.Net.Http.Json;
using Ingest.Testing;

namespace AcceptanceTests;

/// <summary><c>ingest registry</c>, as a process, before <c>ingest kafka</c>.</summary>
public sealed class When_the_registry_runs_alone
{
    [Fact]
    public async Task It_says_when_it_is_ready_and_has_its_schemas_again_after_a_stop()
    {
        using var directory = new TemporaryDirectory();
        var (kafka, ready) = await IngestProgram.StartAsync(directory.Path, "ready 127.0.0.1:", "kafka", "--listen", "127.0.0.1:0", "--data-dir", "kafka");
        await using (kafka)
        {
            string[] arguments = ["registry", "--listen", "127.0.0.1:0", "--bootstrap", ready["ready ".Length..]];
            using var http = new HttpClient();
            var (first, at) = await IngestProgram.StartAsync(directory.Path, "ready http://127.0.0.1:", arguments);
            await using (first)
            {
                using var registered = await http.PostAsJsonAsync($"{at["ready ".Length..]}/subjects/s/versions", new { schema = "\"string\"" }, TestContext.Current.CancellationToken);
                Assert.True(registered.IsSuccessStatusCode, await registered.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
                Assert.Equal(0, await first.StopAsync());
            }

            var (second, again) = await IngestProgram.StartAsync(directory.Path, "ready http://127.0.0.1:", arguments);
            await using (second)
            {
                Assert.Equal("\"string\"", await http.GetStringAsync($"{again["ready ".Length..]}/subjects/s/versions/latest/schema", TestContext.Current.CancellationToken));
            }
        }
    }

    [Theory]
    [InlineData("--listen is 0.0.0.0:8081, which others can reach", "--listen", "0.0.0.0:8081")]
    [InlineData("--listen is 'localhost'; it must be an IP address", "--listen", "localhost")]
    public async Task What_does_not_hold_is_refused(string reason, params string[] arguments)
    {
        using var directory = new TemporaryDirectory();

        var (code, said) = await IngestProgram.RunAsync(directory.Path, ["registry", .. arguments]);

        Assert.Equal(2, code);
        Assert.Contains(reason, said, StringComparison.Ordinal);
    }
}
