using System.Text.RegularExpressions;
using Ingest.Testing;

namespace Analytics.Worker.Tests.Pipelines;

/// <summary>Cleaning and query files are for several engines; this finds what only some of them run, or run differently.</summary>
public sealed partial class PortableSql
{
    private static readonly string[] Allowed =
    [
        "abs", "cast", "coalesce", "count", "extract", "floor", "left", "length", "nullif", "rank", "replace", "right", "row_number", "translate", "try_cast",
    ];

    private static readonly string[] FollowedByParenthesis = ["and", "as", "by", "decimal", "group", "in", "over", "percentile", "then", "when", "or", "not"];

    public static TheoryData<string> Files => new(
        from folder in new[] { "clean", "queries" }
        from file in Directory.GetFiles(Path.Combine(Checkout.Root, "pipelines"), "*.sql", SearchOption.AllDirectories)
        where Path.GetFileName(Path.GetDirectoryName(file)) == folder
        select Path.GetRelativePath(Checkout.Root, file));

    [Theory]
    [MemberData(nameof(Files))]
    public void Says_what_it_computes(string file) =>
        Assert.StartsWith("-- ", File.ReadAllText(Path.Combine(Checkout.Root, file)), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Files))]
    public void Avoids_what_engines_do_differently(string file) =>
        Assert.Empty(Forbidden().Matches(Statements(file)).Select(match => match.Value));

    [Theory]
    [MemberData(nameof(Files))]
    public void Says_where_nulls_sort(string file) =>
        Assert.All(OrderBy().Matches(Statements(file)), order => Assert.All(
            TopLevelItems(order.Groups[1].Value),
            item => Assert.Matches(@"(?i)\b(ASC|DESC) NULLS (FIRST|LAST)\s*$", item)));

    [Theory]
    [MemberData(nameof(Files))]
    public void Calls_only_functions_that_every_engine_has(string file) =>
        Assert.Empty(
            from Match call in Call().Matches(Statements(file))
            let name = call.Groups[1].Value.ToLowerInvariant()
            where !Allowed.Contains(name) && !FollowedByParenthesis.Contains(name)
            select name);

    [Fact]
    public void The_shipped_pipeline_is_looked_at() => Assert.Equal(12, Files.Count);

    [Theory]
    [InlineData("SELECT a::INT")]
    [InlineData("SELECT * FROM t QUALIFY x = 1")]
    [InlineData("SELECT * EXCLUDE (a) FROM t")]
    [InlineData("SELECT a FROM t GROUP BY ALL")]
    [InlineData("SELECT \"a\" FROM t")]
    [InlineData("SELECT [1, 2]")]
    [InlineData("CREATE TEMP VIEW v AS SELECT 1")]
    [InlineData("SELECT regexp_replace(a, b, c)")]
    [InlineData(@"SELECT a LIKE 'x\_y'")]
    public void What_is_forbidden_is_found(string sql) => Assert.Matches(Forbidden(), WithoutNoise(sql));

    private static string Statements(string file) => WithoutNoise(File.ReadAllText(Path.Combine(Checkout.Root, file)));

    /// <summary>Without comments and the text of literals, so that neither is taken for SQL; a backslash in a literal stays.</summary>
    private static string WithoutNoise(string sql) =>
        Parameter().Replace(Literal().Replace(Comment().Replace(sql, string.Empty), literal => literal.Value.Contains('\\') ? "'\\'" : "''"), "percentile");

    private static IEnumerable<string> TopLevelItems(string list)
    {
        var (depth, start) = (0, 0);
        for (var i = 0; i < list.Length; i++)
        {
            depth += list[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0 && list[i] == ',')
            {
                yield return list[start..i];
                start = i + 1;
            }
        }

        yield return list[start..];
    }

    [GeneratedRegex(@"(?i)::|\\|""|\[|\bQUALIFY\b|\bEXCLUDE\b|\bGROUP BY ALL\b|\bORDER BY ALL\b|\bTEMP\b|\bregexp_\w+|\bRLIKE\b|\bSIMILAR TO\b|\bILIKE\b|\bUSING SAMPLE\b|\bLIMIT\b|\bconcat\b|\bstruct\b|\blist\b|\barray\b")]
    private static partial Regex Forbidden();

    /// <summary>To the parenthesis that closes an OVER or WITHIN GROUP, or to the end.</summary>
    [GeneratedRegex(@"(?is)ORDER BY ((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)")]
    private static partial Regex OrderBy();

    [GeneratedRegex(@"\b([A-Za-z_]\w*)\s*\(")]
    private static partial Regex Call();

    [GeneratedRegex("--[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex("'(?:[^']|'')*'")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\$\{\w+\}")]
    private static partial Regex Parameter();
}
