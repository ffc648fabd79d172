using System.Text;
using System.Text.Json;
using Ingest.Testing;

namespace AcceptanceTests;

/// <summary>What <c>up</c> routes comes out at the far end of both paths, under the names that the pipeline reads.</summary>
public sealed class When_records_are_routed
{
    private static readonly (string Source, string Row)[] Rows =
    [
        ("pin", """{"index":7528,"unique_id":"u","title":"t","description":"d","poster_name":"p","follower_count":"1k","tag_list":"a","is_image_or_video":"image","image_src":"i","downloaded":1,"save_location":"Local save in /data/art","category":"art"}"""),
        ("geo", """{"ind":7528,"timestamp":"2020-08-28T03:52:47","latitude":-89.9787,"longitude":-173.293,"country":"Albania"}"""),
        ("user", """{"ind":7528,"first_name":"Abigail","last_name":"Ali","age":20,"date_joined":"2015-10-24T11:23:51"}"""),
    ];

    [Fact]
    public async Task They_are_objects_of_the_bucket_and_rows_of_the_stream_table()
    {
        using var directory = new TemporaryDirectory();
        await using var ingest = await IngestProgram.UpAsync(directory.Path, "--user-id", "someone");
        using var gateway = new HttpClient { BaseAddress = new Uri(ingest.Endpoints["gateway"]) };

        foreach (var (source, row) in Rows)
        {
            using var body = new StringContent($"{row}\n{row}\n", Encoding.UTF8, "application/x-ndjson");
            using var answer = await gateway.PostAsync(new Uri($"/records/{source}", UriKind.Relative), body, TestContext.Current.CancellationToken);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True((int)answer.StatusCode == 200, text);
            using var outcomes = JsonDocument.Parse(text);
            Assert.Equal(2, outcomes.RootElement.GetProperty("stored").GetInt32());
        }

        var bucket = Path.Combine(directory.Path, ".ingest", "bucket");
        var tables = Path.Combine(directory.Path, ".ingest", "tables", "stream");
        foreach (var (source, row) in Rows)
        {
            await Eventually.IsTrueAsync(
                () => Task.FromResult(Directory.EnumerateFiles(bucket, $"someone.{source}+*.json", SearchOption.AllDirectories).SelectMany(File.ReadLines).SequenceEqual([row, row])),
                $"both rows of {source} in the bucket");
            await Eventually.IsTrueAsync(
                () => Task.FromResult(RowsOf(Path.Combine(tables, $"someone_{source}_table", "_delta_log")) == 2), $"both rows of {source} in the stream table");
        }
    }

    /// <summary>The rows of all data files, by the statistics in the table's log.</summary>
    private static long RowsOf(string log) => !Directory.Exists(log) ? 0 : Directory.EnumerateFiles(log, "*.json").SelectMany(File.ReadLines)
        .Select(line => JsonDocument.Parse(line).RootElement)
        .Where(action => action.TryGetProperty("add", out _))
        .Sum(action => JsonDocument.Parse(action.GetProperty("add").GetProperty("stats").GetString()!).RootElement.GetProperty("numRecords").GetInt64());
}
