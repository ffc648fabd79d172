using System.Text;
using Ingest.Testing;

namespace Ingest.EmbeddedKafka.ConformanceTests;

/// <summary>The published table, docs/kafka-clients.md: written by hand around it, its cells by what was observed.</summary>
internal static class CompatibilityTable
{
    private const string Begin = "<!-- observed: begin -->";
    private const string End = "<!-- observed: end -->";

    private static readonly string Document = Path.Combine(Checkout.Root, "docs", "kafka-clients.md");

    public static string Render(IReadOnlyList<(string Column, IReadOnlyList<Outcome> Outcomes)> observed)
    {
        var table = new StringBuilder();
        table.AppendLine($"| | {string.Join(" | ", observed.Select(column => column.Column))} |");
        table.AppendLine($"|---|{string.Concat(observed.Select(_ => "---|"))}");
        foreach (var check in Checks.Expected.Keys)
        {
            var cells = observed.Select(column => Cell(column.Outcomes.Single(outcome => outcome.Check == check).Result));
            table.AppendLine($"| {check} | {string.Join(" | ", cells)} |");
        }

        return table.ToString().ReplaceLineEndings("\n");
    }

    public static string Read()
    {
        var text = File.ReadAllText(Document);
        return text[(text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length + 1)..text.IndexOf(End, StringComparison.Ordinal)];
    }

    public static void Write(string table) => File.WriteAllText(Document, File.ReadAllText(Document).Replace(Read(), table, StringComparison.Ordinal));

    private static string Cell(string result) => result switch
    {
        Checks.Pass => "yes",
        Checks.NoSuchCall => "·",
        _ => result.Replace("refused ", "", StringComparison.Ordinal),
    };
}
