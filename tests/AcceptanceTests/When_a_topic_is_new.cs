using System.Text;
using Ingest.Testing;

namespace AcceptanceTests;

/// <summary>Topics come one after the other while the suite runs; none waits for long, and none holds up another.</summary>
public sealed class When_a_topic_is_new
{
    [Fact]
    public async Task Its_records_are_in_the_bucket_within_seconds()
    {
        using var directory = new TemporaryDirectory();
        await using var ingest = await IngestProgram.UpAsync(directory.Path);
        using var gateway = new HttpClient { BaseAddress = new Uri(ingest.Endpoints["gateway"]) };

        foreach (var topic in new[] { "first", "second", "third" })
        {
            using var body = new StringContent("""{"records":[{"value":1}]}""", Encoding.UTF8, "application/vnd.kafka.json.v2+json");
            using var answer = await gateway.PostAsync(new Uri($"/topics/{topic}", UriKind.Relative), body, TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode);

            await Eventually.IsTrueAsync(
                () => Task.FromResult(Directory.EnumerateFiles(Path.Combine(directory.Path, ".ingest", "bucket"), $"{topic}+*.json", SearchOption.AllDirectories).Any()),
                $"an object of {topic}",
                TimeSpan.FromSeconds(15));
        }
    }
}
