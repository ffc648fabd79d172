using System.Collections;
using System.Globalization;
using System.Text;
using Analytics.Worker.Engines.DuckDb;

namespace Analytics.Worker.Results;

/// <summary>An answer as CSV with a header line: RFC 4180. Null is an empty field, empty text is quoted.</summary>
internal static class CsvText
{
    private const string LineEnd = "\r\n";

    public static string Of(QueryResult result)
    {
        var text = new StringBuilder().AppendJoin(',', result.Columns.Select(column => Field(column.Name))).Append(LineEnd);
        foreach (var row in result.Rows)
        {
            text.AppendJoin(',', row.Select(Field)).Append(LineEnd);
        }

        return text.ToString();
    }

    private static string Field(object? value) => value switch
    {
        null => "",
        string text => Quoted(text),
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IEnumerable list => Quoted($"[{string.Join(", ", list.Cast<object?>().Select(Field))}]"),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Quoted(string text) =>
        text.Length == 0 || text.AsSpan().ContainsAny(",\"\r\n")
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
}
