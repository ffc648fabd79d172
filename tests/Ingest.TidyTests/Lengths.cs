using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ingest.TidyTests;

/// <summary>Files and methods stay short: near 150 and 30 lines, never over 250 and 60 without a listed reason.</summary>
public sealed class Lengths
{
    private const int FileLinesMax = 250;
    private const int MethodLinesMax = 60;

    /// <summary>Path or path:method → the most lines it may have. It may shrink, it may not grow.</summary>
    private static readonly Dictionary<string, int> Allowed = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "allowed-lengths.txt"))
        .Where(line => line.Length > 0 && !line.StartsWith('#'))
        .Select(line => line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries))
        .ToDictionary(columns => columns[0], columns => int.Parse(columns[1], System.Globalization.CultureInfo.InvariantCulture));

    [Fact]
    public void No_file_is_over_its_length() =>
        Assert.Empty(
            from file in SourceTree.AllFiles
            where file.Lines > Allowed.GetValueOrDefault(file.Path, FileLinesMax)
            select $"{file.Path} has {file.Lines} lines");

    [Fact]
    public void No_method_is_over_its_length() =>
        Assert.Empty(
            from file in SourceTree.AllFiles
            from method in file.Syntax.DescendantNodes().Where(node => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax)
            let span = method.SyntaxTree.GetLineSpan(method.Span)
            let lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1
            let name = $"{file.Path}:{NameOf(method)}"
            where lines > Allowed.GetValueOrDefault(name, MethodLinesMax)
            select $"{name} has {lines} lines");

    [Fact]
    public void What_is_allowed_to_be_long_still_is() =>
        Assert.Empty(
            from entry in Allowed
            let path = entry.Key.Split(':')[0]
            where SourceTree.AllFiles.All(file => file.Path != path)
            select entry.Key);

    private static string NameOf(SyntaxNode method) => method switch
    {
        MethodDeclarationSyntax named => named.Identifier.Text,
        LocalFunctionStatementSyntax local => local.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        _ => method.Kind().ToString(),
    };
}
