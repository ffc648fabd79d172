namespace Analytics.Worker.Tables;

/// <summary>A folder for one piece of work, removed with all it holds when disposed.</summary>
internal sealed class ScratchFolder(string path) : IDisposable
{
    public string Path { get; } = path;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
