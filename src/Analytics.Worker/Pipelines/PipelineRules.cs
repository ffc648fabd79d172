using System.Text.RegularExpressions;

namespace Analytics.Worker.Pipelines;

/// <summary>What <c>pipeline.json</c> must hold to; breaches are added to a list, all of them.</summary>
internal sealed partial class PipelineRules(string userId, List<string> errors)
{
    private const string UserIdPlaceholder = "{userId}";

    private static readonly Dictionary<string, ColumnType> Types = new(StringComparer.Ordinal)
    {
        ["integer"] = ColumnType.Integer,
        ["long"] = ColumnType.Long,
        ["double"] = ColumnType.Double,
        ["string"] = ColumnType.String,
        ["timestamp"] = ColumnType.Timestamp,
        ["array<double>"] = ColumnType.DoubleArray,
    };

    /// <summary>Whether <paramref name="name"/> needs no quotes in any engine, and leaves names that begin with <c>_</c> to the suite.</summary>
    public static bool IsIdentifier(string name) => Identifier().IsMatch(name);

    /// <summary>Whether <paramref name="id"/> can name a file and a view.</summary>
    public static bool IsQueryId(string id) => QueryId().IsMatch(id);

    /// <summary>Reads one source and fills in the user.</summary>
    public PipelineSource Read(PipelineFile.Source source)
    {
        var place = $"sources '{source.Name}'";
        Require(IsIdentifier(source.Name), $"{place}: name must be a lower-case letter, then lower-case letters, digits and _.");
        Require(source.Fields.Count > 0, $"{place}: fields is empty.");
        Require(source.Columns.Count > 0, $"{place}: columns is empty.");
        RequireDistinct(source.Fields, $"{place}: fields");
        RequireDistinct(source.Columns.Select(column => column.Name), $"{place}: columns");

        return new PipelineSource(
            source.Name,
            Name(source.Topic, $"{place}: topic", 249),
            Name(source.Stream, $"{place}: stream", 128),
            Name(source.Table, $"{place}: table", 200),
            source.Fields,
            [.. source.Columns.Select(column => Read(column, place))]);
    }

    /// <summary>Checks what one source or query alone does not show.</summary>
    public void CheckTogether(PipelineFile file)
    {
        Require(file.Name.Length > 0, "name is empty.");
        Require(file.Sources.Count > 0, "sources is empty.");
        RequireDistinct(file.Sources.Select(source => source.Name), "sources: name");
        RequireDistinct(file.Sources.Select(source => source.Topic), "sources: topic");
        RequireDistinct(file.Sources.Select(source => source.Stream), "sources: stream");
        RequireDistinct(file.Sources.Select(source => source.Table), "sources: table");
        RequireDistinct(file.Queries.Select(query => query.Id.ToLowerInvariant()), "queries: id");

        foreach (var query in file.Queries)
        {
            Require(IsQueryId(query.Id), $"queries '{query.Id}': id must be a letter, then letters and digits.");
        }
    }

    private PipelineColumn Read(PipelineFile.Column column, string place)
    {
        Require(IsIdentifier(column.Name), $"{place}: column '{column.Name}' must be a lower-case letter, then lower-case letters, digits and _.");
        Require(
            Types.TryGetValue(column.Type, out var type),
            $"{place}: column '{column.Name}' has the type '{column.Type}'; it must be one of {string.Join(", ", Types.Keys)}.");
        return new PipelineColumn(column.Name, type);
    }

    private string Name(string template, string place, int lengthMax)
    {
        var name = template.Replace(UserIdPlaceholder, userId, StringComparison.Ordinal);
        Require(
            ResourceName().IsMatch(name) && name.Length <= lengthMax && name is not ("." or ".."),
            $"{place} is '{name}'; it must be 1 to {lengthMax} letters, digits, '.', '-' and '_', where {UserIdPlaceholder} stands for the user.");
        return name;
    }

    private void RequireDistinct(IEnumerable<string> names, string place)
    {
        foreach (var repeated in names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            errors.Add($"{place} '{repeated.Key}' occurs {repeated.Count()} times.");
        }
    }

    private void Require(bool holds, string error)
    {
        if (!holds)
        {
            errors.Add(error);
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,62}\\z")]
    private static partial Regex Identifier();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{0,62}\\z")]
    private static partial Regex QueryId();

    [GeneratedRegex("^[A-Za-z0-9._-]+\\z")]
    private static partial Regex ResourceName();
}
