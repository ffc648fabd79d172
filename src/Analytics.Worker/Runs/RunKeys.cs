using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Analytics.Worker.Runs;

/// <summary>Where in the bucket everything about the runs of a pipeline is.</summary>
internal sealed class RunKeys(string pipeline)
{
    /// <summary>What all keys start with.</summary>
    public string Folder { get; } = $"runs/{pipeline}/";

    /// <summary>The folder of a run, without a slash at the end.</summary>
    public string Of(string id) => Folder + id;

    /// <summary>What the versions of a run's record start with.</summary>
    public string Records(string id) => $"{Of(id)}/record/";

    /// <summary>One version of a run's record.</summary>
    public string Record(string id, int version) => string.Create(CultureInfo.InvariantCulture, $"{Records(id)}{version:D4}.json");

    /// <summary>The objects that a run reads.</summary>
    public string Inputs(string id) => $"{Of(id)}/inputs.json";

    /// <summary>What is there when a run's results are complete.</summary>
    public string Marker(string id) => $"{Of(id)}/results/_SUCCESS.json";

    /// <summary>What the files of a query's answer start with.</summary>
    public string Answer(string id, string query) => $"{Of(id)}/results/{query}.parquet/";

    /// <summary>Which run an idempotency key stands for.</summary>
    public string Key(string key) => $"{Folder}keys/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}.json";

    /// <summary>The run in a key that starts with <see cref="Folder"/>; null when it is none, as with those of idempotency keys.</summary>
    public string? RunOf(string key)
    {
        var rest = key[Folder.Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && RunId.IsOne(rest[..slash]) ? rest[..slash] : null;
    }

    /// <summary>Whether a key comes after those of all runs, whose ids begin with 0 until the year 2527: idempotency keys do, and folders that Airflow names.</summary>
    public bool IsBehindRuns(string key) => string.CompareOrdinal(key, Folder + "1") >= 0;

    /// <summary>The version in the key of a record; null when it is none.</summary>
    public static int? VersionOf(string key)
    {
        var name = key[(key.LastIndexOf('/') + 1)..];
        return name.EndsWith(".json", StringComparison.Ordinal)
            && int.TryParse(name.AsSpan(0, name.Length - 5), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : null;
    }
}
