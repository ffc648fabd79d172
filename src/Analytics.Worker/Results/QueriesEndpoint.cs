using System.Globalization;
using Analytics.Worker.Engines.DuckDb;
using Analytics.Worker.Pipelines;

namespace Analytics.Worker.Results;

/// <summary>The answers of the last run.</summary>
internal static class QueriesEndpoint
{
    private const string Csv = "csv";
    private const string Json = "json";

    extension(RouteGroupBuilder routes)
    {
        public void MapQueries()
        {
            routes.MapGet("/queries", List).WithSummary("The queries, and the size of their last answers.");
            routes.MapGet("/queries/{id}", Get).WithSummary("A query's last answer, as JSON or with ?format=csv as CSV.")
                .Produces<QueryAnswer>(StatusCodes.Status200OK, "application/json", "text/csv")
                .ProducesProblem(StatusCodes.Status400BadRequest)
                .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static QueryList List(Pipeline pipeline, ResultBoard board)
    {
        var run = board.Latest;
        return new QueryList(
            pipeline.Name,
            run?.Number,
            run?.At,
            run?.RunId,
            [.. pipeline.Queries.Select(query => new QuerySummary(query.Id, query.Title, run?.Results.First(result => result.Id == query.Id).Rows.Count))]);
    }

    private static IResult Get(string id, string? format, Pipeline pipeline, ResultBoard board, HttpResponse response)
    {
        if (pipeline.Queries.FirstOrDefault(query => query.Id.Equals(id, StringComparison.OrdinalIgnoreCase)) is not { } query)
        {
            return TypedResults.Problem(
                $"There is no query '{id}'; there are {string.Join(", ", pipeline.Queries.Select(each => each.Id))}.", statusCode: StatusCodes.Status404NotFound);
        }

        if (format is not (null or Csv or Json))
        {
            return TypedResults.Problem($"format is '{format}'; it may be {Json} or {Csv}.", statusCode: StatusCodes.Status400BadRequest);
        }

        if (board.Latest is not { } run)
        {
            response.Headers.RetryAfter = "1";
            return TypedResults.Problem("The queries have not run yet since the service started.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        var result = run.Results.First(each => each.Id == query.Id);
        response.Headers["Ingest-Run"] = run.Number.ToString(CultureInfo.InvariantCulture);
        return format == Csv
            ? TypedResults.Text(CsvText.Of(result), "text/csv; charset=utf-8")
            : TypedResults.Ok(Answer(run, result));
    }

    private static QueryAnswer Answer(QueryRun run, QueryResult result) => new(
        result.Id,
        result.Title,
        run.Number,
        run.At,
        run.RunId,
        [.. result.Columns.Select(column => column.Name)],
        [.. result.Rows.Select(row => result.Columns.Zip(row).ToDictionary(cell => cell.First.Name, cell => cell.Second))]);
}

/// <summary>The pipeline's queries.</summary>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="Run">The run that is served; null before the first.</param>
/// <param name="At">When it ended.</param>
/// <param name="RunId">Its id at <c>/runs</c>; null for a run that DuckDB makes after each batch.</param>
/// <param name="Queries">The queries, in the pipeline's order.</param>
internal sealed record QueryList(string Pipeline, long? Run, DateTimeOffset? At, string? RunId, IReadOnlyList<QuerySummary> Queries);

/// <summary>A query.</summary>
/// <param name="Id">Its name in the route, in any case.</param>
/// <param name="Title">What it asks.</param>
/// <param name="Rows">How many rows its last answer has; null before the first run.</param>
internal sealed record QuerySummary(string Id, string Title, int? Rows);

/// <summary>A query's answer.</summary>
/// <param name="Id">The query.</param>
/// <param name="Title">What it asks.</param>
/// <param name="Run">The run it is from; 0 while the tables are empty.</param>
/// <param name="At">When the run ended.</param>
/// <param name="RunId">Its id at <c>/runs</c>; null for a run that DuckDB makes after each batch.</param>
/// <param name="Columns">The columns, in order.</param>
/// <param name="Rows">The rows, in order; a value by its column's name.</param>
internal sealed record QueryAnswer(
    string Id, string Title, long Run, DateTimeOffset At, string? RunId, IReadOnlyList<string> Columns, IReadOnlyList<Dictionary<string, object?>> Rows);
