using Ingest.Testing;

namespace DeployTests.Images;

/// <summary>A file <c>deploy/images/&lt;name&gt;/Containerfile</c>, as its instructions.</summary>
internal sealed class Containerfile
{
    private Containerfile(string path)
    {
        Path = path;
        Name = System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(path))!;
        Instructions = [.. ReadInstructions(File.ReadAllText(path))];
        var last = Instructions.ToList().FindLastIndex(instruction => instruction.Name == "FROM");
        LastStage = [.. Instructions.Skip(last)];
    }

    public static IReadOnlyList<Containerfile> All { get; } =
    [
        .. Directory.EnumerateFiles(System.IO.Path.Combine(Checkout.Root, "deploy", "images"), "Containerfile", SearchOption.AllDirectories)
            .Select(path => new Containerfile(path)).OrderBy(file => file.Name, StringComparer.Ordinal),
    ];

    public string Path { get; }

    /// <summary>The folder's name, such as <c>gateway</c>.</summary>
    public string Name { get; }

    /// <summary>What the manifests call the image.</summary>
    public string Image => Name == "ingest" ? Name : $"ingest-{Name}";

    public IReadOnlyList<(string Name, string Text)> Instructions { get; }

    /// <summary>What makes the image; the stages before are thrown away.</summary>
    public IReadOnlyList<(string Name, string Text)> LastStage { get; }

    /// <summary>The ports that the image says it listens at.</summary>
    public IReadOnlyList<int> Ports => [.. Words("EXPOSE").Select(word => int.Parse(word, System.Globalization.CultureInfo.InvariantCulture))];

    public (string User, string Group) User => Words("USER").Single().Split(':') is [var user, var group] ? (user, group) : ("", "");

    public IEnumerable<string> Words(string instruction) =>
        LastStage.Where(one => one.Name == instruction).SelectMany(one => one.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The default of an argument, such as the base image.</summary>
    public string Argument(string name) =>
        Instructions.Single(one => one.Name == "ARG" && one.Text.StartsWith(name + "=", StringComparison.Ordinal)).Text[(name.Length + 1)..];

    public override string ToString() => Name;

    private static IEnumerable<(string Name, string Text)> ReadInstructions(string text) =>
        from line in text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')
        where line.Trim() is { Length: > 0 } trimmed && trimmed[0] != '#'
        let parts = line.Split(' ', 2)
        select (parts[0], parts[1].Trim());
}
