namespace Ingest.Testing;

/// <summary>A new empty directory, removed with all it holds when disposed.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    /// <summary>Its absolute path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("ingest-test-").FullName;

    /// <summary>Its path as a <c>file:///</c> URI, as <c>ObjectStore:Uri</c> takes it.</summary>
    public Uri Uri => new(Path + "/");

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
