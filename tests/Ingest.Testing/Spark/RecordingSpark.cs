using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Ingest.Testing.Spark;

/// <summary>A folder with stand-ins for spark-submit and yarn, which record how they are called; recording_spark.py says what they do.</summary>
public sealed class RecordingSpark : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    /// <summary>Lays them down; skips the running test where there is no Python for them.</summary>
    public RecordingSpark()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "python3 is not installed (Debian package python3-minimal).");
        foreach (var name in new[] { "spark-submit", "yarn" })
        {
            File.Copy(Path.Combine(Checkout.Root, "tests", "Ingest.Testing", "Spark", "recording_spark.py"), Path.Combine(Folder, name));
        }

        Set();
    }

    /// <summary>Where they are; what goes first on a PATH.</summary>
    public string Folder => _folder.Path;

    /// <summary>The stand-in for spark-submit.</summary>
    public string Command => Path.Combine(Folder, "spark-submit");

    /// <summary>The stand-in for yarn.</summary>
    public string YarnCommand => Path.Combine(Folder, "yarn");

    /// <summary>While this file is there, drivers run.</summary>
    public string HoldFile => Path.Combine(Folder, "hold");

    /// <summary>Every call so far: the program's name and its arguments, exactly.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Calls => File.Exists(Path.Combine(Folder, "calls.jsonl"))
        ? [.. File.ReadAllLines(Path.Combine(Folder, "calls.jsonl")).Select(line => JsonSerializer.Deserialize<string[]>(line)!)]
        : [];

    /// <summary>The calls that submit.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Submissions => [.. Calls.Where(call => call.Contains("--deploy-mode"))];

    /// <summary>Says how drivers end.</summary>
    /// <param name="results">A folder laid down as their output; null for none.</param>
    /// <param name="exit">Their exit code.</param>
    /// <param name="hold">Whether they run until <see cref="Release"/>.</param>
    public void Set(string? results = null, int exit = 0, bool hold = false)
    {
        var settings = new JsonObject { ["exit"] = exit, ["hold"] = HoldFile };
        if (results is not null)
        {
            settings["results"] = results;
        }

        File.WriteAllText(Path.Combine(Folder, "settings.json"), settings.ToJsonString());
        if (hold)
        {
            File.WriteAllText(HoldFile, "");
        }
    }

    /// <summary>Lets the drivers that are held end.</summary>
    public void Release() => File.Delete(HoldFile);

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        _folder.Dispose();
    }
}
