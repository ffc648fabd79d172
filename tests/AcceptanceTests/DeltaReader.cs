using System.Text.Json;
using Ingest.Testing;

namespace AcceptanceTests;

/// <summary>Reads Delta tables with ClickHouse's reader (npm chdb), not with our own code.</summary>
internal static class DeltaReader
{
    /// <summary>Runs a query in which <c>{table}</c> stands for the Delta table at <paramref name="table"/>; gives its rows.</summary>
    public static async Task<JsonElement[]> QueryAsync(string table, string query)
    {
        var sql = query.Replace("{table}", $"deltaLakeLocal('{table}')", StringComparison.Ordinal);
        var lines = await Node.RunAsync(Path.GetDirectoryName(table)!, Path.Combine(Node.Directory, "chdb-query.mjs"), sql);
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
