using System.Globalization;
using System.Text.Json;
using Ingest.ObjectStore;

namespace Analytics.Delta.Log;

/// <summary>The files of <c>_delta_log</c>: a version each, created once and never changed.</summary>
internal sealed class DeltaLog(IObjectStore store, string table)
{
    private readonly string _folder = $"{table}/_delta_log/";

    /// <summary>The newest version there is, -1 for none.</summary>
    /// <exception cref="UnsupportedTableException">Another engine has put a checkpoint there, behind which versions may be missing.</exception>
    public async Task<long> FindNewestAsync(CancellationToken cancellation)
    {
        var newest = -1L;
        await foreach (var entry in store.ListAsync(_folder, startAfter: null, cancellation))
        {
            var name = entry.Key[_folder.Length..];
            if (name == "_last_checkpoint" || name.Contains(".checkpoint.", StringComparison.Ordinal))
            {
                throw new UnsupportedTableException(table, $"its log has a checkpoint ({name}), which this version does not read.");
            }

            if (VersionOf(name) is { } version)
            {
                newest = Math.Max(newest, version);
            }
        }

        return newest;
    }

    /// <summary>The actions of a version; null when there is none yet.</summary>
    /// <exception cref="UnsupportedTableException">The file is not a log of the protocol.</exception>
    public async Task<IReadOnlyList<LogAction>?> ReadAsync(long version, CancellationToken cancellation)
    {
        try
        {
            using var lines = new StreamReader(await store.OpenReadAsync(KeyOf(version), cancellation));
            return await ReadActionsAsync(lines, cancellation);
        }
        catch (ObjectNotFoundException)
        {
            // The end of the log: nobody has committed this version yet.
            return null;
        }
        catch (JsonException invalid)
        {
            throw new UnsupportedTableException(table, $"version {version} of its log cannot be read: {invalid.Message}", invalid);
        }
    }

    /// <summary>Writes a version.</summary>
    /// <returns>False when another writer has written it.</returns>
    public Task<bool> TryWriteAsync(long version, IEnumerable<LogAction> actions, CancellationToken cancellation) =>
        store.TryCreateAsync(KeyOf(version), LogJson.Write(actions), cancellation);

    private static async Task<List<LogAction>> ReadActionsAsync(StreamReader lines, CancellationToken cancellation)
    {
        var actions = new List<LogAction>();
        while (await lines.ReadLineAsync(cancellation) is { } line)
        {
            if (line.Length > 0)
            {
                actions.Add(JsonSerializer.Deserialize(line, LogJson.Default.LogAction) ?? throw new JsonException("a line is null"));
            }
        }

        return actions;
    }

    private static long? VersionOf(string name) =>
        name.EndsWith(".json", StringComparison.Ordinal)
        && long.TryParse(name.AsSpan(0, name.Length - ".json".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;

    private string KeyOf(long version) => string.Create(CultureInfo.InvariantCulture, $"{_folder}{version:D20}.json");
}
