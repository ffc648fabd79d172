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
        Offences.None(
            from file in SourceTree.AllFiles
            where !file.Path.StartsWith(NamespacesOfAnother, StringComparison.Ordinal)
            from space in file.Syntax.Members.OfType<BaseNamespaceDeclarationSyntax>()
            let folder = string.Join('.', file.Path.Split('/').Skip(1).SkipLast(1))
            where space.Name.ToString() != folder
            select $"{file.Path} declares {space.Name}");

    [Fact]
    public void Nothing_is_caught_and_dropped_without_a_word_why() =>
        Offences.None(
            from file in SourceTree.AllFiles
            from handler in file.Syntax.DescendantNodes().OfType<CatchClauseSyntax>()
            where !AnswersFor(handler) && !HasComment(handler)
            select $"{file.Path}:{handler.GetLocation().GetLineSpan().StartLinePosition.Line + 1}");

    [Fact]
    public void Nothing_is_marked_unfinished() =>
        Offences.None(
            from file in SourceTree.AllFiles
            from comment in file.Syntax.DescendantTrivia(descendIntoTrivia: true)
            where comment.IsKind(SyntaxKind.SingleLineCommentTrivia) || comment.IsKind(SyntaxKind.MultiLineCommentTrivia)
            where Unfinished.Any(word => comment.ToString().Contains(word, StringComparison.Ordinal))
            select $"{file.Path}: {comment}");

    /// <summary>Whether something comes of the exception: it goes on, is used, or leads to a call or to a value that is not empty.</summary>
    private static bool AnswersFor(CatchClauseSyntax handler) =>
        handler.Block.DescendantNodes().Any(node => node switch
        {
            ThrowStatementSyntax or ThrowExpressionSyntax or InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax => true,
            IdentifierNameSyntax name when name.Identifier.Text == handler.Declaration?.Identifier.Text => true,
            ReturnStatementSyntax { Expression: { } value } => IsMeaningful(value),
            YieldStatementSyntax { Expression: { } value } => IsMeaningful(value),
            AssignmentExpressionSyntax assignment => IsMeaningful(assignment.Right),
            _ => false,
        });

    private static bool IsMeaningful(ExpressionSyntax value) =>
        value is not (LiteralExpressionSyntax or DefaultExpressionSyntax or CollectionExpressionSyntax { Elements.Count: 0 });

    private static bool HasComment(CatchClauseSyntax handler) =>
        handler.DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia));
}
