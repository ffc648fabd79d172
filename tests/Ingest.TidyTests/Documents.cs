using System.Text.RegularExpressions;
using Ingest.Testing;

namespace Ingest.TidyTests;

/// <summary>What the documents point at is there.</summary>
public sealed partial class Documents
{
    private static readonly string[] Folders = ["src", "tests", "bench", "docs", "pipelines", "deploy"];
    private static readonly string[] Endings = [".cs", ".csproj", ".md", ".mjs", ".props", ".sh", ".sln", ".sql", ".txt"];

    /// <summary>The documents, by their path below the checkout.</summary>
    private static readonly string[] All =
    [
        "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md",
        .. Directory.EnumerateFiles(Path.Combine(Checkout.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Checkout.Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void Every_link_leads_somewhere() =>
        Offences.None(
            from document in All
            from Match link in Link().Matches(Text(document))
            let target = link.Groups["target"].Value.Split('#')[0]
            where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
            where !Exists(Path.Combine(Path.GetDirectoryName(document)!, target))
            select $"{document}: {target}");

    [Fact]
    public void Every_path_is_there() =>
        Offences.None(
            from document in All
            from Match quoted in Quoted().Matches(Fence().Replace(Text(document), ""))
            let path = quoted.Groups["text"].Value.TrimEnd('/')
            where LooksLikeAPath(path) && !IsThere(path, document)
            select $"{document}: {path}");

    [Fact]
    public void The_code_map_names_every_project() =>
        Offences.None(
            from project in SourceTree.Projects
            where !Text("ARCHITECTURE.md").Contains($"| `{project.Folder}` |", StringComparison.Ordinal)
            select project.Folder);

    /// <summary>Below a folder of the checkout, below a project of <c>src</c>, or a file of a kind that the checkout holds.</summary>
    private static bool LooksLikeAPath(string text)
    {
        var parts = text.Split('/');
        return parts.Length > 1 && (Folders.Contains(parts[0]) || SourceTree.Projects.Any(project => project.Name == parts[0]))
            || Endings.Any(ending => text.EndsWith(ending, StringComparison.Ordinal));
    }

    /// <summary>From the root, from <c>src</c>, from the document, or as the end of one path, for text that speaks of one folder.</summary>
    private static bool IsThere(string path, string document) =>
        Exists(path) || Exists(Path.Combine("src", path)) || Exists(Path.Combine(Path.GetDirectoryName(document)!, path))
        || SourceTree.AllFiles.Any(file => file.Path.EndsWith("/" + path, StringComparison.Ordinal))
        || Directory.EnumerateFiles(Path.Combine(Checkout.Root, "tests"), path.Split('/')[^1], Shallow).Any(found => Path.GetFileName(found) == path);

    private static bool Exists(string path) => Path.Exists(Path.Combine(Checkout.Root, path));

    private static string Text(string document) => File.ReadAllText(Path.Combine(Checkout.Root, document));

    /// <summary>The top of each test project, where the lists lie that tests read.</summary>
    private static EnumerationOptions Shallow => new() { RecurseSubdirectories = true, MaxRecursionDepth = 1 };

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    /// <summary>Code in a line, without what stands for something else: <c>&lt;name&gt;</c>, <c>{a,b}</c>, <c>*</c>, <c>…</c>.</summary>
    [GeneratedRegex(@"`(?<text>[^`\s<>{}*…]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
