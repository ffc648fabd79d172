using Spectre.Console;

namespace Ingest.Local.Demo;

/// <summary>Prints the answers.</summary>
internal static class ResultTables
{
    /// <summary>The answers that grow with the number of countries are cut to this many rows.</summary>
    private const int RowsShownMax = 15;

    public static void Show(DemoResults results)
    {
        foreach (var query in results.Queries)
        {
            AnsiConsole.Write(TableOf(query));
        }

        var counts = string.Join(", ", results.StreamRows.Select(count => $"{count.Key} {count.Value}"));
        AnsiConsole.MarkupLineInterpolated($"Delta tables of the stream path, rows: {counts}");
    }

    private static Table TableOf(QueryAnswer query)
    {
        var table = new Table().Border(TableBorder.Rounded).Title(new TableTitle(Markup.Escape($"{query.Id}: {query.Title}")));
        foreach (var column in query.Columns)
        {
            table.AddColumn(Markup.Escape(column));
        }

        foreach (var row in query.Rows.Take(RowsShownMax))
        {
            table.AddRow([.. query.Columns.Select(column => Markup.Escape(row![column]?.ToString() ?? ""))]);
        }

        return query.Rows.Count <= RowsShownMax ? table : table.Caption($"{query.Rows.Count - RowsShownMax} more rows");
    }
}
