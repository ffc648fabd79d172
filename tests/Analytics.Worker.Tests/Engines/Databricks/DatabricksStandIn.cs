using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Analytics.Worker.Tests.Engines.Databricks;

/// <summary>
/// Stands in for a Databricks workspace: the Jobs API 2.2 over HTTP as its reference describes it, without anything behind it.
/// It runs nothing; the test moves its runs along. Stricter than the original: it refuses members that the reference does not name.
/// </summary>
internal sealed class DatabricksStandIn : IAsyncDisposable
{
    public const string Token = "dapi-4f0c1be7-and-nobody-may-see-it";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, StandInRun> _byToken = new();
    private long _lastId = 1_000_000_000_000;

    private DatabricksStandIn(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>Every request with a token that holds: method, path and query.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Every request with a token that does not hold.</summary>
    public ConcurrentQueue<string> Refused { get; } = new();

    public ConcurrentDictionary<long, StandInRun> Runs { get; } = new();

    /// <summary>The token that holds; a test may take it back.</summary>
    public string? ValidToken { get; set; } = Token;

    /// <summary>What happens to the next requests in place of their answer.</summary>
    public ConcurrentQueue<Fault> Faults { get; } = new();

    /// <summary>An answer instead of the API's, or, with status 0, none: the connection ends after the request was carried out.</summary>
    public sealed record Fault(int Status, string Body = "", string? RetryAfter = null)
    {
        public static Fault LostAnswer { get; } = new(0);
    }

    public static async Task<DatabricksStandIn> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var standIn = new DatabricksStandIn(app);
        app.Run(standIn.HandleAsync);
        await app.StartAsync();
        return standIn;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>A run that somebody else submitted.</summary>
    public StandInRun AddOther(string name, DateTimeOffset at) => Add(new JsonObject { ["run_name"] = name }, at);

    private async Task HandleAsync(HttpContext context)
    {
        if (StandInRules.CheckToken(context.Request, ValidToken) is { } refusal)
        {
            Refused.Enqueue($"{context.Request.Method} {context.Request.Path}");
            await AnswerAsync(context, refusal);
            return;
        }

        Requests.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
        if (Faults.TryDequeue(out var fault))
        {
            await FailAsync(context, fault);
            return;
        }

        await AnswerAsync(context, await CarryOutAsync(context.Request));
    }

    private async Task FailAsync(HttpContext context, Fault fault)
    {
        if (fault.Status == 0)
        {
            await CarryOutAsync(context.Request);
            context.Abort();
            return;
        }

        context.Response.StatusCode = fault.Status;
        if (fault.RetryAfter is { } after)
        {
            context.Response.Headers.RetryAfter = after;
        }

        await context.Response.WriteAsync(fault.Body);
    }

    private async Task<(int Status, JsonObject Body)> CarryOutAsync(HttpRequest request) => (request.Method, request.Path.Value) switch
    {
        ("POST", "/api/2.2/jobs/runs/submit") => Submit(await BodyAsync(request)),
        ("POST", "/api/2.2/jobs/runs/cancel") => Cancel(await BodyAsync(request)),
        ("GET", "/api/2.2/jobs/runs/get") => Get(Number(request, "run_id")),
        ("GET", "/api/2.2/jobs/runs/get-output") => GetOutput(Number(request, "run_id")),
        ("GET", "/api/2.2/jobs/runs/list") => List(request),
        _ => StandInRules.Refuse(404, "ENDPOINT_NOT_FOUND", $"No API found for '{request.Method} {request.Path}'"),
    };

    private (int, JsonObject) Submit(JsonObject body)
    {
        if (StandInRules.FaultOf(body) is { } fault)
        {
            return StandInRules.Refuse(400, "INVALID_PARAMETER_VALUE", fault);
        }

        var run = body["idempotency_token"] is { } token
            ? _byToken.GetOrAdd((string)token!, _ => Add(body, DateTimeOffset.UtcNow))
            : Add(body, DateTimeOffset.UtcNow);
        return (200, new JsonObject { ["run_id"] = run.Id });
    }

    private StandInRun Add(JsonObject request, DateTimeOffset at)
    {
        var run = new StandInRun(Interlocked.Add(ref _lastId, 10), request, at);
        return Runs[run.Id] = run;
    }

    private (int, JsonObject) Cancel(JsonObject body)
    {
        if (!Runs.TryGetValue((long)body["run_id"]!, out var run))
        {
            return StandInRules.NoSuchRun((long)body["run_id"]!);
        }

        run.Cancel();
        return (200, []);
    }

    private (int, JsonObject) Get(long id) => Runs.TryGetValue(id, out var run) ? (200, run.ToJson(Url)) : StandInRules.NoSuchRun(id);

    private (int, JsonObject) GetOutput(long id) => Runs.Values.FirstOrDefault(run => run.TaskId == id) switch
    {
        { } run => (200, (JsonObject)run.Output.DeepClone()),
        null when Runs.ContainsKey(id) => StandInRules.Refuse(400, "INVALID_PARAMETER_VALUE", "Retrieving the output of runs with multiple tasks is not supported. Please retrieve the output of each individual task run instead."),
        null => StandInRules.NoSuchRun(id),
    };

    private (int, JsonObject) List(HttpRequest request)
    {
        var from = Number(request, "start_time_from");
        var limit = (int)Number(request, "limit");
        var skipped = request.Query["page_token"] is [{ } token] ? int.Parse(token, System.Globalization.CultureInfo.InvariantCulture) : 0;
        var runs = Runs.Values.Where(run => run.StartedAt.ToUnixTimeMilliseconds() >= from).OrderByDescending(run => run.Id).ToArray();
        var answer = new JsonObject { ["runs"] = new JsonArray([.. runs.Skip(skipped).Take(limit).Select(run => run.ToJson(Url))]) };
        if (skipped + limit < runs.Length)
        {
            answer["next_page_token"] = $"{skipped + limit}";
        }

        return (200, answer);
    }

    private static long Number(HttpRequest request, string name) =>
        long.Parse(request.Query[name].ToString(), System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<JsonObject> BodyAsync(HttpRequest request) =>
        (await JsonSerializer.DeserializeAsync<JsonObject>(request.Body))!;

    private static Task AnswerAsync(HttpContext context, (int Status, JsonObject Body) answer)
    {
        context.Response.StatusCode = answer.Status;
        return context.Response.WriteAsJsonAsync(answer.Body);
    }
}
