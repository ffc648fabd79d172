using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Runs;

/// <summary>Runs of the pipeline: asked for, looked at, cancelled.</summary>
internal static class RunsEndpoint
{
    private const int ListedMax = 100;
    private const int KeyLengthMax = 255;

    extension(RouteGroupBuilder routes)
    {
        public void MapRuns()
        {
            routes.MapPost("/runs", PostAsync).WithSummary("Asks for a run. The same Idempotency-Key gives the same run, however often it is sent.")
                .Produces<RunView>(StatusCodes.Status202Accepted).Produces<RunView>().ProducesProblem(StatusCodes.Status400BadRequest)
                .ProducesProblem(StatusCodes.Status429TooManyRequests);
            routes.MapGet("/runs", ListAsync).WithSummary("The newest runs, the newest first; ?limit=20, at most 100.")
                .Produces<RunList>().ProducesProblem(StatusCodes.Status400BadRequest);
            routes.MapGet("/runs/{id}", GetAsync).WithSummary("A run: its state, what was submitted, and how it ended.").Produces<RunView>();
            routes.MapDelete("/runs/{id}", DeleteAsync).WithSummary("Asks for the end of a run.")
                .Produces<RunView>(StatusCodes.Status202Accepted).Produces<RunView>().ProducesProblem(StatusCodes.Status409Conflict);
        }
    }

    private static async Task<IResult> PostAsync(
        [FromHeader(Name = "Idempotency-Key")] string[]? keys, HttpContext context, RunRequests requests, IOptions<RunsOptions> options)
    {
        if (context.Request.ContentLength > 0 || context.Request.Headers.TransferEncoding.Count > 0)
        {
            return TypedResults.Problem("A run takes no body: what it reads and answers is the pipeline's.", statusCode: StatusCodes.Status400BadRequest);
        }

        // An empty key binds to none; whoever sends one means to send a key.
        if (WhyNoKey(keys is null or [] && context.Request.Headers.ContainsKey("Idempotency-Key") ? [""] : keys ?? []) is { } reason)
        {
            return TypedResults.Problem(reason, statusCode: StatusCodes.Status400BadRequest);
        }

        var created = await requests.CreateAsync("api", keys is [var key] ? key : null, occurrence: null, context.RequestAborted);
        if (created is not { } result)
        {
            context.Response.Headers.RetryAfter = ((int)Math.Ceiling(options.Value.PollInterval.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
            return TypedResults.Problem(
                $"{options.Value.WaitingMax} runs are waiting for their turn (Runs:WaitingMax).", statusCode: StatusCodes.Status429TooManyRequests);
        }

        var view = RunView.Of(result.Run);
        var location = $"{context.Request.Path}/{view.Id}";
        context.Response.Headers.Location = location;
        return result.IsNew ? TypedResults.Accepted(location, view) : TypedResults.Ok(view);
    }

    private static async Task<IResult> ListAsync(int? limit, RunRecords records, CancellationToken cancellation) => limit is < 1 or > ListedMax
        ? TypedResults.Problem($"limit is {limit}; it must be 1 to {ListedMax}.", statusCode: StatusCodes.Status400BadRequest)
        : TypedResults.Ok(new RunList([.. (await records.NewestAsync(limit ?? 20, cancellation)).Select(RunSummary.Of)]));

    private static async Task<IResult> GetAsync(string id, RunRecords records, CancellationToken cancellation) =>
        RunId.IsOne(id) && await records.ReadAsync(id, cancellation) is { } run ? TypedResults.Ok(RunView.Of(run)) : NoSuchRun(id);

    private static async Task<IResult> DeleteAsync(string id, RunRequests requests, CancellationToken cancellation)
    {
        if (!RunId.IsOne(id) || await requests.CancelAsync(id, cancellation) is not { } result)
        {
            return NoSuchRun(id);
        }

        if (!result.Asked)
        {
            return TypedResults.Problem($"Run {id} has ended: it is {RunView.Name(result.Run.State)}.", statusCode: StatusCodes.Status409Conflict);
        }

        var view = RunView.Of(result.Run);
        return result.Run.IsEnded ? TypedResults.Ok(view) : TypedResults.Accepted((string?)null, view);
    }

    /// <summary>Why a key cannot be taken; null when it can, or there is none.</summary>
    private static string? WhyNoKey(string[] keys) => keys switch
    {
        [] => null,
        [var key] when key.StartsWith(RunRequests.ScheduleKeys, StringComparison.Ordinal) => $"Idempotency-Key is '{key}'; those that begin with {RunRequests.ScheduleKeys} are the schedule's.",
        [{ Length: > 0 and <= KeyLengthMax } key] when key.All(letter => letter is >= ' ' and <= '~') => null,
        [_] => $"Idempotency-Key must be 1 to {KeyLengthMax} printable ASCII characters.",
        _ => "Idempotency-Key is there more than once.",
    };

    private static ProblemHttpResult NoSuchRun(string id) => TypedResults.Problem($"There is no run '{id}'.", statusCode: StatusCodes.Status404NotFound);
}
