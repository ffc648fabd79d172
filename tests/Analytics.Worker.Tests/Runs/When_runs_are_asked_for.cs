using System.Net;
using System.Text.Json;
using Ingest.Testing;

namespace Analytics.Worker.Tests.Runs;

public sealed class When_runs_are_asked_for
{
    [Fact]
    public async Task Each_takes_in_what_is_new_and_answers_now()
    {
        using var directory = new TemporaryDirectory();
        await using var worker = await RunningWorker.StartAsync(directory);
        await worker.BecomesAsync(await worker.StartRunAsync(), "succeeded");
        RunningWorker.PutEvent(directory);

        var (status, asked) = await worker.PostAsync();
        var run = await worker.BecomesAsync(asked.GetProperty("id").GetString()!, "succeeded");

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal("duckdb", run.GetProperty("engine").GetString());
        var answer = await worker.GetAsync("queries/Q1");
        Assert.Equal("""[{"country":"Chad","category":"art","category_count":1}]""", answer.GetProperty("rows").GetRawText());
        var marker = JsonElement.Parse(await File.ReadAllTextAsync(
            Path.Combine(RunningWorker.BucketOf(directory), $"runs/pinterest/{run.GetProperty("id")}/results/_SUCCESS.json"), TestContext.Current.CancellationToken));
        Assert.Equal("""{"rows":1,"rejected":0}""", marker.GetProperty("sources").GetProperty("pin").GetRawText());
    }

    [Fact]
    public async Task The_same_key_gives_the_same_run()
    {
        using var directory = new TemporaryDirectory();
        await using var worker = await RunningWorker.StartAsync(directory);

        var first = await worker.PostAsync("k 1");
        var again = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => worker.PostAsync("k 1")));
        var other = await worker.PostAsync("k 2");

        Assert.Equal(HttpStatusCode.Accepted, first.Status);
        Assert.All(again, answer => Assert.Equal((HttpStatusCode.OK, Id(first.Answer)), (answer.Status, Id(answer.Answer))));
        Assert.Equal(HttpStatusCode.Accepted, other.Status);
        Assert.Equal([Id(other.Answer), Id(first.Answer)], (await worker.GetAsync("runs")).GetProperty("runs").EnumerateArray().Select(Id));
        Assert.Equal([Id(other.Answer)], (await worker.GetAsync("runs?limit=1")).GetProperty("runs").EnumerateArray().Select(Id));
    }

    [Fact]
    public async Task One_key_sent_at_once_to_two_workers_gives_one_run()
    {
        using var directory = new TemporaryDirectory();
        await using var one = await RunningWorker.StartAsync(directory);
        await using var other = await RunningWorker.StartAsync(directory);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => (i % 2 == 0 ? one : other).PostAsync("k")));

        Assert.Single(answers.Select(answer => Id(answer.Answer)).Distinct());
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task What_does_not_hold_is_refused_with_the_reason()
    {
        using var directory = new TemporaryDirectory();
        await using var worker = await RunningWorker.StartAsync(directory);
        using var withBody = new HttpRequestMessage(HttpMethod.Post, "/analytics/pinterest/runs") { Content = new StringContent("{}") };

        AssertRefused(HttpStatusCode.BadRequest, "Idempotency-Key must be 1 to 255", await worker.PostAsync(new string('k', 256)));
        AssertRefused(HttpStatusCode.BadRequest, "Idempotency-Key must be 1 to 255", await worker.PostAsync(""));
        AssertRefused(HttpStatusCode.BadRequest, "are the schedule's", await worker.PostAsync("schedule/2026"));
        AssertRefused(HttpStatusCode.BadRequest, "more than once", await worker.PostAsync("a", "b"));
        AssertRefused(HttpStatusCode.BadRequest, "takes no body", await worker.SendAsync(withBody));
        AssertRefused(HttpStatusCode.NotFound, "There is no run 'x'", await worker.DeleteAsync("x"));
        AssertRefused(HttpStatusCode.NotFound, "There is no run", await worker.DeleteAsync(Guid.NewGuid().ToString()));
    }

    [Theory]
    [InlineData("runs/../../x", HttpStatusCode.NotFound)]
    [InlineData("runs/x", HttpStatusCode.NotFound)]
    [InlineData("runs?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("runs?limit=101", HttpStatusCode.BadRequest)]
    public async Task What_is_not_there_is_not_found(string path, HttpStatusCode status)
    {
        using var directory = new TemporaryDirectory();
        await using var worker = await RunningWorker.StartAsync(directory);

        using var response = await worker.Client.GetAsync(new Uri($"/analytics/pinterest/{path}", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task One_that_has_ended_cannot_be_cancelled()
    {
        using var directory = new TemporaryDirectory();
        await using var worker = await RunningWorker.StartAsync(directory);
        var id = await worker.StartRunAsync();
        await worker.BecomesAsync(id, "succeeded");

        AssertRefused(HttpStatusCode.Conflict, "it is succeeded", await worker.DeleteAsync(id));
    }

    [Fact]
    public async Task The_OpenAPI_document_describes_them()
    {
        using var directory = new TemporaryDirectory();
        await using var worker = await RunningWorker.StartAsync(directory);

        var document = JsonElement.Parse(await worker.Client.GetStringAsync(new Uri("/swagger/v1/swagger.json", UriKind.Relative), TestContext.Current.CancellationToken));
        var paths = document.GetProperty("paths");

        Assert.Equal(["200", "202", "400", "404", "429"], Statuses(paths, "/analytics/{pipeline}/runs", "post"));
        Assert.Equal(["200", "400", "404"], Statuses(paths, "/analytics/{pipeline}/runs", "get"));
        Assert.Equal(["200", "404"], Statuses(paths, "/analytics/{pipeline}/runs/{id}", "get"));
        Assert.Equal(["200", "202", "404", "409"], Statuses(paths, "/analytics/{pipeline}/runs/{id}", "delete"));
    }

    private static IEnumerable<string> Statuses(JsonElement paths, string path, string method) =>
        paths.GetProperty(path).GetProperty(method).GetProperty("responses").EnumerateObject().Select(response => response.Name).Order();

    private static string Id(JsonElement run) => run.GetProperty("id").GetString()!;

    private static void AssertRefused(HttpStatusCode status, string reason, (HttpStatusCode Status, JsonElement Answer) answer)
    {
        Assert.Equal(status, answer.Status);
        Assert.Contains(reason, answer.Answer.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
