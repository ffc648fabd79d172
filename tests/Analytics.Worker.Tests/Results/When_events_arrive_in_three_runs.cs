using System.Text;
using System.Text.Json;
using Ingest.Testing;
using Ingest.Testing.Kinesis;
using Ingest.Testing.Pinterest;

namespace Analytics.Worker.Tests.Results;

/// <summary>The worker is started three times over a bucket that grows; what it answers last is what plain C# says of all events.</summary>
public sealed class When_events_arrive_in_three_runs(When_events_arrive_in_three_runs.Kinesis kinesis) : IClassFixture<When_events_arrive_in_three_runs.Kinesis>
{
    private const int Runs = 3;
    private static readonly string[] Sources = ["pin", "geo", "user"];

    public static TheoryData<int, string> Cases => new(
        from count in new[] { 1, 2, 277, 2239 }
        from median in new[] { "exact", "discrete" }
        select (count, median));

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task All_nine_tables_are_those_of_plain_code(int count, string median)
    {
        var events = PinterestEvents.Folder is { } folder
            ? PinterestEvents.Read(folder, count)
            : new PinterestGenerator(seed: 3, oddOneIn: 0).Draw(count);
        using var directory = new TemporaryDirectory();
        var answers = new Dictionary<string, JsonElement>();

        for (var run = 0; run < Runs; run++)
        {
            var (from, to) = (count * run / Runs, count * (run + 1) / Runs);
            foreach (var (source, lines) in Sources.Zip([events.Pins, events.Geos, events.Users]))
            {
                PutObject(directory, source, from, lines.Skip(from).Take(to - from));
            }

            answers = await RunWorkerAsync(directory, median, to);
        }

        foreach (var (id, expected) in ResultRows.Expected(events, median))
        {
            Assert.Equal(expected, ResultRows.Answered(answers[id]));
        }
    }

    private static void PutObject(TemporaryDirectory directory, string source, int offset, IEnumerable<ReadOnlyMemory<byte>> lines)
    {
        var text = string.Concat(lines.Select(line => Encoding.UTF8.GetString(line.Span) + "\n"));
        if (text.Length > 0)
        {
            var path = Path.Combine(directory.Path, $"bucket/topics/demo.{source}/partition=0/demo.{source}+0+{offset:D10}.json");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }

    private async Task<Dictionary<string, JsonElement>> RunWorkerAsync(TemporaryDirectory directory, string median, int offsets)
    {
        await using var worker = await RunningService.StartAsync(
            Program.Build,
            ("ObjectStore:Uri", new Uri(directory.Path + "/bucket/").AbsoluteUri),
            ("Pipeline:Median", median),
            ("Kinesis:ServiceUrl", kinesis.Server.ServiceUrl.ToString()),
            ("Kinesis:Region", "eu-west-1"),
            ("Kinesis:AccessKeyId", "test"),
            ("Kinesis:SecretAccessKey", "test"));
        await Eventually.IsTrueAsync(async () => Includes(await GetAsync(worker, "progress"), offsets), "the objects are in the answers");

        var answers = new Dictionary<string, JsonElement>();
        foreach (var query in (await GetAsync(worker, "queries")).GetProperty("queries").EnumerateArray())
        {
            var id = query.GetProperty("id").GetString()!;
            answers[id] = (await GetAsync(worker, $"queries/{id}")).GetProperty("rows");
        }

        return answers;
    }

    private static async Task<JsonElement> GetAsync(RunningService worker, string path) => JsonElement.Parse(
        await worker.Client.GetStringAsync(new Uri($"/analytics/pinterest/{path}", UriKind.Relative), TestContext.Current.CancellationToken));

    private static bool Includes(JsonElement progress, int offsets)
    {
        var batch = progress.GetProperty("batch");
        return batch.GetProperty("at").ValueKind != JsonValueKind.Null && Sources.All(source =>
            batch.GetProperty("sources").GetProperty(source).GetProperty("partitions").EnumerateArray()
                .Sum(partition => partition.GetProperty("nextOffset").GetInt64()) == offsets);
    }

    /// <summary>The stream side of the worker wants somebody to ask; one server does for all cases.</summary>
    public sealed class Kinesis : IAsyncLifetime
    {
        public KinesaliteServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await KinesaliteServer.StartAsync();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
