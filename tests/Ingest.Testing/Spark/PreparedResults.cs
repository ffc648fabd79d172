using System.Text.Json.Nodes;

namespace Ingest.Testing.Spark;

/// <summary>The answers that DuckDB has left in a bucket, laid out as pipeline.py leaves its own.</summary>
public static class PreparedResults
{
    /// <summary>Copies the newest answers of a bucket folder into <paramref name="target"/>.</summary>
    /// <param name="bucket">A folder with <c>results/pinterest/&lt;number&gt;/&lt;query&gt;.parquet</c>.</param>
    /// <param name="rows">How many rows each query's answer has.</param>
    /// <param name="counts">Rows and rejected records that the marker tells of each source.</param>
    /// <param name="target">A folder that is made.</param>
    public static void Copy(string bucket, IReadOnlyDictionary<string, int> rows, IReadOnlyDictionary<string, (long Rows, long Rejected)> counts, string target)
    {
        var newest = Directory.GetDirectories(Path.Combine(bucket, "results", "pinterest")).Order(StringComparer.Ordinal).Last();
        foreach (var query in rows.Keys)
        {
            var folder = Directory.CreateDirectory(Path.Combine(target, "results", $"{query}.parquet"));
            File.Copy(Path.Combine(newest, $"{query}.parquet"), Path.Combine(folder.FullName, "part-00000.parquet"));
        }

        var marker = new JsonObject
        {
            ["run"] = "",
            ["queries"] = new JsonArray([.. rows.Select(query => new JsonObject { ["id"] = query.Key, ["rows"] = query.Value })]),
            ["sources"] = new JsonObject(counts.Select(source => KeyValuePair.Create<string, JsonNode?>(
                source.Key, new JsonObject { ["rows"] = source.Value.Rows, ["rejected"] = source.Value.Rejected }))),
        };
        File.WriteAllText(Path.Combine(target, "results", "_SUCCESS.json"), marker.ToJsonString());
    }
}
