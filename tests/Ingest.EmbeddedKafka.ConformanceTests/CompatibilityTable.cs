using System.Text;
using Ingest.Testing;

namespace Ingest.EmbeddedKafka.ConformanceTests;

/// <summary>The published table, docs/kafka-clients.md: written by hand around it, its cells by what was observed.</summary>
internal static class CompatibilityTable
{
    /// <summary>Set to 1 to write the tables anew instead of comparing with them.</summary>
    private const string WriteTables = "INGEST_WRITE_TABLES";

    private static readonly string Document = Path.Combine(Checkout.Root, "docs", "kafka-clients.md");

    public static string Render(IReadOnlyList<(string Column, IReadOnlyList<Outcome> Outcomes)> observed)
    {
        var table = new StringBuilder();
        table.AppendLine($"| | {string.Join(" | ", observed.Select(column => column.Column))} |");
        table.AppendLine($"|---|{string.Concat(observed.Select(_ => "---|"))}");
        foreach (var check in Checks.Expected.Keys)
        {
            var cells = observed.Select(column => Cell(check, column.Outcomes.Single(outcome => outcome.Check == check).Result));
            table.AppendLine($"| {check} | {string.Join(" | ", cells)} |");
        }

        return table.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>Compares what was observed with the document, or writes it there when that is asked for.</summary>
    /// <param name="name">Which table of the document.</param>
    /// <param name="table">What was observed.</param>
    public static void Check(string name, string table)
    {
        var (begin, end) = ($"<!-- {name}: begin -->\n", $"<!-- {name}: end -->");
        var text = File.ReadAllText(Document);
        var (from, to) = (text.IndexOf(begin, StringComparison.Ordinal) + begin.Length, text.IndexOf(end, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable(WriteTables) == "1")
        {
            File.WriteAllText(Document, text[..from] + table + text[to..]);
            return;
        }

        Assert.Equal(text[from..to], table);
    }

    private static string Cell(string check, string result) => result switch
    {
        Checks.Pass => Checks.Expected[check] == Checks.Pass ? "yes" : "accepted",
        Checks.NoSuchCall => "·",
        "fail" => "no",
        _ => result.Replace("refused ", "", StringComparison.Ordinal),
    };
}
