using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ingest.Local.Demo;

/// <summary>The worker's answers after the demo, and how many rows the stream tables hold.</summary>
/// <param name="Queries">The answers, in the pipeline's order.</param>
/// <param name="StreamRows">Rows of each Delta table of the stream path, repeats counted.</param>
internal sealed record DemoResults(IReadOnlyList<QueryAnswer> Queries, IReadOnlyDictionary<string, long> StreamRows)
{
    /// <summary>Other than a web page's, a file's text need not escape what is not ASCII.</summary>
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<DemoResults> ReadAsync(HttpClient worker, WorkerProgress progress, CancellationToken cancellation)
    {
        var list = await worker.GetFromJsonAsync<QueryList>("/analytics/pinterest/queries", cancellation);
        var answers = new List<QueryAnswer>();
        foreach (var query in list!.Queries)
        {
            answers.Add((await worker.GetFromJsonAsync<QueryAnswer>($"/analytics/pinterest/queries/{query.Id}", cancellation))!);
        }

        return new DemoResults(answers, progress.StreamRows);
    }

    /// <summary><c>{"Q1":[{column:value,…},…],…,"delta":{"pin":rows,…}}</c>.</summary>
    public string ToJson()
    {
        var results = new JsonObject();
        foreach (var query in Queries)
        {
            results[query.Id] = query.Rows.DeepClone();
        }

        results["delta"] = new JsonObject(StreamRows.Select(count => KeyValuePair.Create<string, JsonNode?>(count.Key, count.Value)));
        return results.ToJsonString(Written);
    }
}

/// <summary>The worker's list of queries.</summary>
internal sealed record QueryList(IReadOnlyList<QuerySummary> Queries);

/// <summary>One of them.</summary>
internal sealed record QuerySummary(string Id);

/// <summary>A query's answer, as the worker serves it.</summary>
internal sealed record QueryAnswer(string Id, string Title, IReadOnlyList<string> Columns, JsonArray Rows);
