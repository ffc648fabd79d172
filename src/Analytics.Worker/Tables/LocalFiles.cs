using Analytics.Delta;
using Ingest.ObjectStore;

namespace Analytics.Worker.Tables;

/// <summary>Table files where DuckDB can read them. A table file never changes, so its name says whether it is here.</summary>
internal sealed class LocalFiles(WorkFolder work)
{
    /// <summary>Local paths of every file of a table's snapshot.</summary>
    public async Task<IReadOnlyList<string>> FetchAsync(IObjectStore store, DeltaTable table, IEnumerable<DataFile> files, CancellationToken cancellation)
    {
        var paths = new List<string>();
        foreach (var file in files)
        {
            paths.Add(await FetchAsync(store, table.KeyOf(file), cancellation));
        }

        return paths;
    }

    private async Task<string> FetchAsync(IObjectStore store, string key, CancellationToken cancellation)
    {
        if (store.Uri.IsFile)
        {
            return Path.Combine(store.Uri.LocalPath, key);
        }

        var path = Path.Combine(work.Files, Path.GetFileName(key));
        if (!File.Exists(path))
        {
            // Whole or not at all: a copy cut short must not be found here next time.
            using var scratch = work.NewScratch();
            var partial = Path.Combine(scratch.Path, "copy");
            await using (var content = await store.OpenReadAsync(key, cancellation))
            await using (var copy = File.Create(partial))
            {
                await content.CopyToAsync(copy, cancellation);
            }

            File.Move(partial, path, overwrite: true);
        }

        return path;
    }
}
