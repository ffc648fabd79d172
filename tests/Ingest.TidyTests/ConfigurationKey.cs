using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ingest.TidyTests;

/// <summary>A key that some service reads, and the line of <c>docs/configuration.md</c> that its code suggests.</summary>
internal sealed partial record ConfigurationKey(string Name, string Line)
{
    /// <summary>The properties of all classes registered with <c>AddServiceOptions</c>, and the keys read by name.</summary>
    public static IReadOnlyList<ConfigurationKey> FindAll() =>
        [.. SourceTree.Projects.SelectMany(project => project.Files).SelectMany(file => OfOptions(file).Concat(ReadByName(file))).DistinctBy(key => key.Name)];

    private static IEnumerable<ConfigurationKey> OfOptions(SourceFile file) =>
        from call in file.Syntax.DescendantNodes().OfType<InvocationExpressionSyntax>()
        let name = (call.Expression as MemberAccessExpressionSyntax)?.Name as GenericNameSyntax
        where name?.Identifier.Text == "AddServiceOptions"
        let section = ((LiteralExpressionSyntax)call.ArgumentList.Arguments[0].Expression).Token.ValueText
        from property in PropertiesOf(name.TypeArgumentList.Arguments[0].ToString())
        select new ConfigurationKey($"{section}:{property.Identifier.Text}", LineOf(section, property));

    private static IEnumerable<PropertyDeclarationSyntax> PropertiesOf(string type) =>
        from file in SourceTree.Projects.SelectMany(project => project.Files)
        from declaration in file.Syntax.DescendantNodes().OfType<ClassDeclarationSyntax>()
        where declaration.Identifier.Text == type
        from property in declaration.Members.OfType<PropertyDeclarationSyntax>()
        where property.Modifiers.Any(SyntaxKind.PublicKeyword)
        where property.AccessorList?.Accessors.Any(accessor => accessor.Kind() is SyntaxKind.SetAccessorDeclaration or SyntaxKind.InitAccessorDeclaration) ?? false
        select property;

    /// <summary><c>configuration["Kafka:BootstrapServers"]</c>, <c>GetSection("Kafka:Client")</c>, also by way of a constant.</summary>
    private static IEnumerable<ConfigurationKey> ReadByName(SourceFile file) =>
        from node in file.Syntax.DescendantNodes()
        let argument = node switch
        {
            ElementAccessExpressionSyntax element when element.Expression.ToString().EndsWith("onfiguration", StringComparison.Ordinal) => element.ArgumentList.Arguments[0].Expression,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "GetSection" } } call => call.ArgumentList.Arguments[0].Expression,
            _ => null,
        }
        where argument is not null && !IsParameter(argument, file)
        let key = ValueOf(argument, file)
        select new ConfigurationKey(key, $"| `{key}` |  |  |  |");

    /// <summary>Whose key the caller says; it is found there.</summary>
    private static bool IsParameter(ExpressionSyntax argument, SourceFile file) =>
        file.Syntax.DescendantNodes().OfType<ParameterSyntax>().Any(parameter => parameter.Identifier.Text == argument.ToString());

    private static string ValueOf(ExpressionSyntax expression, SourceFile file) =>
        (expression as LiteralExpressionSyntax ?? file.Syntax.DescendantNodes().OfType<VariableDeclaratorSyntax>()
            .Where(constant => constant.Identifier.Text == expression.ToString())
            .Select(constant => constant.Initializer?.Value)
            .OfType<LiteralExpressionSyntax>()
            .FirstOrDefault())
        ?.Token.ValueText ?? throw new InvalidOperationException($"{file.Path} reads the key {expression}, which is neither a literal nor a constant of the file.");

    private static string LineOf(string section, PropertyDeclarationSyntax property)
    {
        var range = property.AttributeLists.SelectMany(list => list.Attributes).Select(attribute => attribute.ToString());
        var summary = property.GetLeadingTrivia().Select(trivia => trivia.GetStructure()).OfType<DocumentationCommentTriviaSyntax>()
            .SelectMany(comment => comment.Content.OfType<XmlElementSyntax>())
            .FirstOrDefault(element => element.StartTag.Name.ToString() == "summary")?.Content.ToString() ?? "";
        var text = Tag().Replace(Reference().Replace(Slashes().Replace(summary, " "), "`${name}`"), "`");
        return $"| `{section}:{property.Identifier.Text}` | {property.Initializer?.Value.ToString() ?? "none"} | {string.Join(", ", range)} | {Blank().Replace(text, " ").Trim()} |";
    }

    [GeneratedRegex("<see cref=\"(?<name>[^\"]+)\"/>")]
    private static partial Regex Reference();

    [GeneratedRegex("</?c>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"^\s*///", RegexOptions.Multiline)]
    private static partial Regex Slashes();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();
}
