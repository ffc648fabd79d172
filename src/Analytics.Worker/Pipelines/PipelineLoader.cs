using System.Text.Json;

namespace Analytics.Worker.Pipelines;

/// <summary>Reads a pipeline folder: <c>pipeline.json</c>, and the SQL files of each source and query by their conventional names.</summary>
internal static class PipelineLoader
{
    /// <summary>Reads the pipeline that <paramref name="options"/> name.</summary>
    /// <exception cref="InvalidPipelineException">The folder does not hold; it carries every error.</exception>
    public static Pipeline Load(PipelineOptions options)
    {
        var folder = options.FolderPath;
        var errors = new List<string>();
        var file = ReadFile(folder, errors);
        if (file is null)
        {
            throw new InvalidPipelineException(errors);
        }

        var rules = new PipelineRules(options.UserId, errors);
        var sources = file.Sources.Select(rules.Read).ToList();
        rules.CheckTogether(file);
        var schedule = file.Schedule is { } timetable ? PipelineSchedule.Read(timetable, errors) : null;

        var median = options.Median ?? file.Median;
        var scripts = new SqlScripts(folder, median, errors);
        var cleaning = scripts.ReadCleaning(file.Sources.Select(source => source.Name).Where(PipelineRules.IsIdentifier));
        var queries = file.Queries.Where(query => PipelineRules.IsQueryId(query.Id)).Select(scripts.ReadQuery).ToList();

        return errors.Count == 0
            ? new Pipeline(file.Name, options.UserId, median, sources, cleaning, queries) { Schedule = schedule }
            : throw new InvalidPipelineException(errors);
    }

    /// <summary>The errors that <see cref="Load"/> would throw; empty when the pipeline holds.</summary>
    public static IReadOnlyList<string> Check(PipelineOptions options)
    {
        try
        {
            Load(options);
            return [];
        }
        catch (InvalidPipelineException invalid)
        {
            return invalid.Errors;
        }
    }

    private static PipelineFile? ReadFile(string folder, List<string> errors)
    {
        var path = Path.Combine(folder, "pipeline.json");
        try
        {
            return PipelineFile.Parse(File.ReadAllText(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            errors.Add($"{path}: {failure.Message}");
            return null;
        }
    }
}
