using System.Text.RegularExpressions;

namespace Analytics.Worker.Pipelines;

/// <summary>Reads SQL files and fills in the parameters: <c>${percentile}</c> and <c>${median_type}</c>, as the median is exact or discrete.</summary>
internal sealed partial class SqlScripts(string folder, Median median, List<string> errors)
{
    /// <summary>Longer than any statement a person writes; a mistaken file is not read whole.</summary>
    private const int FileBytesMax = 1 << 20;

    private readonly Dictionary<string, string> _parameters = new(StringComparer.Ordinal)
    {
        ["percentile"] = median == Median.Exact ? "percentile_cont" : "percentile_disc",
        ["median_type"] = median == Median.Exact ? "DOUBLE" : "BIGINT",
    };

    /// <summary>The raw views, the cleaning of each source, and the sink views.</summary>
    public IReadOnlyList<SqlScript> ReadCleaning(IEnumerable<string> sources) =>
        [Read("sources.duckdb.sql"), .. sources.Select(source => Read($"clean/{source}.sql")), Read("sinks.duckdb.sql")];

    /// <summary>One query; a closing semicolon is dropped, because the engine puts the SELECT inside a statement of its own.</summary>
    public PipelineQuery ReadQuery(PipelineFile.Query query)
    {
        var script = Read($"queries/{query.Id.ToLowerInvariant()}.sql");
        return new PipelineQuery(query.Id, query.Title, script with { Sql = script.Sql.TrimEnd().TrimEnd(';') });
    }

    private SqlScript Read(string file)
    {
        var path = new FileInfo(Path.Combine(folder, file));
        if (!path.Exists || path.Length > FileBytesMax)
        {
            errors.Add(path.Exists ? $"{file}: longer than {FileBytesMax} bytes." : $"{file}: there is no such file.");
            return new SqlScript(file, string.Empty);
        }

        return new SqlScript(file, Parameter().Replace(File.ReadAllText(path.FullName), match => Value(file, match.Groups[1].Value)));
    }

    private string Value(string file, string parameter)
    {
        if (_parameters.TryGetValue(parameter, out var value))
        {
            return value;
        }

        errors.Add($"{file}: ${{{parameter}}} is no parameter; there are {string.Join(", ", _parameters.Keys)}.");
        return string.Empty;
    }

    [GeneratedRegex(@"\$\{([^}]*)\}")]
    private static partial Regex Parameter();
}
