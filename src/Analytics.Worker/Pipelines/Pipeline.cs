namespace Analytics.Worker.Pipelines;

/// <summary>A pipeline folder, read and checked, for one user: sources, SQL and queries.</summary>
/// <param name="Name">Its name.</param>
/// <param name="UserId">The user whose topics, streams and tables it works on.</param>
/// <param name="Median">What the middle of an even number of values is.</param>
/// <param name="Sources">What it takes in.</param>
/// <param name="Cleaning">The scripts that define <c>{source}_sink</c> from <c>{source}_json</c>, in the order they run.</param>
/// <param name="Queries">What it answers, in the file's order.</param>
internal sealed record Pipeline(
    string Name,
    string UserId,
    Median Median,
    IReadOnlyList<PipelineSource> Sources,
    IReadOnlyList<SqlScript> Cleaning,
    IReadOnlyList<PipelineQuery> Queries)
{
    /// <summary>When runs are made by themselves; null for never.</summary>
    public PipelineSchedule? Schedule { get; init; }

    /// <summary>The source called <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public PipelineSource Source(string name) =>
        Sources.FirstOrDefault(source => source.Name == name)
        ?? throw new ArgumentException($"Pipeline {Name} has no source '{name}'.", nameof(name));
}
