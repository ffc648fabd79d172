using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ingest.TidyTests;

/// <summary>What CONTRIBUTING.md asks of every file, as far as syntax shows it.</summary>
public sealed class HouseRules
{
    /// <summary>It carries the namespaces of the official package, so that this can take its place.</summary>
    private const string NamespacesOfAnother = "src/Ingest.KinesisClient/";

    private static readonly string[] Unfinished = ["TODO", "FIXME", "HACK", "XXX"];

    [Fact]
    public void A_namespace_is_its_folder() =>
        Assert.Empty(
            from file in SourceTree.AllFiles
            where !file.Path.StartsWith(NamespacesOfAnother, StringComparison.Ordinal)
            from space in file.Syntax.Members.OfType<BaseNamespaceDeclarationSyntax>()
            let folder = string.Join('.', file.Path.Split('/').Skip(1).SkipLast(1))
            where space.Name.ToString() != folder
            select $"{file.Path} declares {space.Name}");

    [Fact]
    public void Nothing_is_caught_and_dropped() =>
        Assert.Empty(
            from file in SourceTree.AllFiles
            from handler in file.Syntax.DescendantNodes().OfType<CatchClauseSyntax>()
            where handler.Block.Statements.Count == 0 && !HasComment(handler.Block)
            select $"{file.Path}:{handler.GetLocation().GetLineSpan().StartLinePosition.Line + 1}");

    [Fact]
    public void Nothing_is_marked_unfinished() =>
        Assert.Empty(
            from file in SourceTree.AllFiles
            from comment in file.Syntax.DescendantTrivia(descendIntoTrivia: true)
            where comment.IsKind(SyntaxKind.SingleLineCommentTrivia) || comment.IsKind(SyntaxKind.MultiLineCommentTrivia)
            where Unfinished.Any(word => comment.ToString().Contains(word, StringComparison.Ordinal))
            select $"{file.Path}: {comment}");

    private static bool HasComment(BlockSyntax block) =>
        block.DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia));
}
