using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ingest.TidyTests;

/// <summary>Files and methods stay short: near 150 and 30 lines, never over 250 and 60 without a listed reason.</summary>
public sealed class Lengths
{
    private const int FileLinesMax = 250;
    private const int MethodLinesMax = 60;

    /// <summary>Whatever is longer than it may be: path or path:method → lines, of methods of one name the longest.</summary>
    private static readonly Dictionary<string, int> Long = LongFiles().Concat(LongMethods())
        .GroupBy(part => part.Key, part => part.Value)
        .ToDictionary(parts => parts.Key, parts => parts.Max());

    /// <summary>The lines of <c>allowed-lengths.txt</c>, each as its columns: name, lines, reason.</summary>
    private static readonly string[][] Allowed =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "allowed-lengths.txt"))
            .Where(line => !string.IsNullOrWhiteSpace(line) && !line.StartsWith('#'))
            .Select(line => line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries)),
    ];

    [Fact]
    public void No_file_and_no_method_is_over_its_length() =>
        Offences.None(
            from part in Long
            where Allowed.All(entry => entry[0] != part.Key)
            select $"{part.Key} has {part.Value} lines");

    [Fact]
    public void What_is_allowed_to_be_long_says_why_and_is_exactly_that_long() =>
        Offences.None(
            from entry in Allowed
            let fault = FaultOf(entry)
            where fault is not null
            select $"{entry[0]} {fault}");

    [Fact]
    public void Nothing_is_allowed_twice() =>
        Offences.None(Allowed.GroupBy(entry => entry[0]).Where(entries => entries.Count() > 1).Select(entries => entries.Key));

    private static string? FaultOf(string[] entry) => entry switch
    {
        [_, _] or [_] => "has no reason",
        [var name, ..] when !Long.ContainsKey(name) => "is short by now, or gone: remove the entry",
        [var name, var lines, _] when lines != Long[name].ToString(CultureInfo.InvariantCulture) => $"has {Long[name]} lines, not {lines}",
        _ => null,
    };

    private static IEnumerable<KeyValuePair<string, int>> LongFiles() =>
        from file in SourceTree.AllFiles
        where file.Lines > FileLinesMax
        select KeyValuePair.Create(file.Path, file.Lines);

    private static IEnumerable<KeyValuePair<string, int>> LongMethods() =>
        from file in SourceTree.AllFiles
        from node in file.Syntax.DescendantNodes()
        let name = NameOf(node)
        where name is not null
        let span = node.SyntaxTree.GetLineSpan(node.Span)
        let lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1
        where lines > MethodLinesMax
        select KeyValuePair.Create($"{file.Path}:{name}", lines);

    /// <summary>The name of what has a body of its own; null for everything else.</summary>
    private static string? NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        LocalFunctionStatementSyntax local => local.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        DestructorDeclarationSyntax destructor => "~" + destructor.Identifier.Text,
        OperatorDeclarationSyntax one => "operator" + one.OperatorToken.Text,
        ConversionOperatorDeclarationSyntax conversion => "operator-" + conversion.Type.ToString().Replace(' ', '_'),
        PropertyDeclarationSyntax property => property.Identifier.Text,
        IndexerDeclarationSyntax => "this",
        EventDeclarationSyntax happening => happening.Identifier.Text,
        AccessorDeclarationSyntax { Parent.Parent: { } owner } accessor => $"{NameOf(owner)}.{accessor.Keyword.Text}",
        AnonymousFunctionExpressionSyntax { Block: not null } lambda => $"{NameOf(OwnerOf(lambda)) ?? "field"}.lambda",
        _ => null,
    };

    private static SyntaxNode OwnerOf(AnonymousFunctionExpressionSyntax lambda) =>
        lambda.Ancestors().First(node => node is MemberDeclarationSyntax or LocalFunctionStatementSyntax);
}
