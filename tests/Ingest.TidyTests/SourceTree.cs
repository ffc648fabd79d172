using System.Xml.Linq;
using Ingest.Testing;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ingest.TidyTests;

/// <summary>A project: its folder below the checkout, its name, what it references, and its source files.</summary>
internal sealed record SourceProject(string Folder, string Name, IReadOnlySet<string> Projects, IReadOnlySet<string> Packages, bool HostsHttp, IReadOnlyList<SourceFile> Files);

/// <summary>A source file: its path below the checkout, its lines, its syntax.</summary>
internal sealed record SourceFile(string Path, int Lines, CompilationUnitSyntax Syntax);

/// <summary>The C# below <c>src</c>, <c>tests</c> and <c>bench</c>, as text and syntax; nothing is compiled.</summary>
internal static class SourceTree
{
    /// <summary>The projects below <c>src</c>.</summary>
    public static IReadOnlyList<SourceProject> Projects { get; } = [.. ReadProjects("src")];

    /// <summary>The projects below <c>tests</c> and <c>bench</c>.</summary>
    public static IReadOnlyList<SourceProject> OtherProjects { get; } = [.. ReadProjects("tests"), .. ReadProjects("bench")];

    public static IReadOnlyList<SourceFile> AllFiles { get; } = [.. new[] { "src", "tests", "bench" }.SelectMany(ReadFolder)];

    private static IEnumerable<SourceProject> ReadProjects(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Checkout.Root, folder), "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(ReadProject);

    private static SourceProject ReadProject(string path)
    {
        var project = XDocument.Load(path);
        var names = (string element) => project.Descendants(element).Select(item => item.Attribute("Include")!.Value);

        return new SourceProject(
            Path.GetRelativePath(Checkout.Root, Path.GetDirectoryName(path)!).Replace('\\', '/'),
            Path.GetFileNameWithoutExtension(path),
            names("ProjectReference").Select(name => Path.GetFileNameWithoutExtension(name)).ToHashSet(),
            names("PackageReference").ToHashSet(),
            project.Root!.Attribute("Sdk")!.Value == "Microsoft.NET.Sdk.Web" || names("FrameworkReference").Contains("Microsoft.AspNetCore.App"),
            [.. ReadFolder(Path.GetDirectoryName(path)!)]);
    }

    private static IEnumerable<SourceFile> ReadFolder(string folder)
    {
        var root = Path.Combine(Checkout.Root, folder);
        return !Directory.Exists(root) ? [] : Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Checkout.Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "node_modules"))
            .Order(StringComparer.Ordinal)
            .Select(ReadFile);
    }

    private static SourceFile ReadFile(string path)
    {
        var text = File.ReadAllText(Path.Combine(Checkout.Root, path));
        return new SourceFile(path, text.Split('\n').Length - 1, CSharpSyntaxTree.ParseText(text).GetCompilationUnitRoot());
    }
}
