using Microsoft.Extensions.Options;

namespace Analytics.Worker.Tables;

/// <summary>Local disk for what can be made again.</summary>
internal sealed class WorkFolder : IDisposable
{
    private readonly string? _temporary;
    private readonly string _scratch;

    public WorkFolder(IOptions<WorkOptions> options)
    {
        var root = options.Value.Directory is { } chosen
            ? Path.GetFullPath(chosen)
            : _temporary = Directory.CreateTempSubdirectory("analytics-worker-").FullName;
        _scratch = Path.Combine(root, "scratch");
        Files = Directory.CreateDirectory(Path.Combine(root, "files")).FullName;

        // What a worker that was killed has left behind.
        if (Directory.Exists(_scratch))
        {
            Directory.Delete(_scratch, recursive: true);
        }
    }

    /// <summary>Copies of objects, by name.</summary>
    public string Files { get; }

    /// <summary>Removes the folder if nobody has chosen it.</summary>
    public void Dispose()
    {
        if (_temporary is not null)
        {
            Directory.Delete(_temporary, recursive: true);
        }
    }

    /// <summary>A new empty folder, removed when disposed.</summary>
    public ScratchFolder NewScratch() =>
        new(Directory.CreateDirectory(Path.Combine(_scratch, Guid.NewGuid().ToString("N"))).FullName);
}
