using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Options;
using Polly.Timeout;

namespace Analytics.Worker.Engines.Databricks.JobsApi;

/// <summary>The Jobs API 2.2 of one workspace: submit, look, read output, list, cancel.</summary>
/// <remarks>
/// Failures that may pass are tried again below this, in the handler that <see cref="JobsRegistration"/> adds. What is left is
/// <see cref="JobsRefusedException"/> or <see cref="JobsUnavailableException"/>. The token is in neither, nor in a log.
/// </remarks>
internal sealed class JobsClient(HttpClient http, IOptions<DatabricksOptions> options)
{
    private const string Runs = "api/2.2/jobs/runs/";

    /// <summary>How much of an answer that is not the API's is quoted, characters.</summary>
    private const int QuotedMax = 300;

    /// <summary>Starts a run, or gives the one that was started with the same token.</summary>
    /// <returns>The run's number.</returns>
    public async Task<long> SubmitAsync(SubmitRun run, CancellationToken cancellation)
    {
        var answer = await SendAsync(HttpMethod.Post, "submit", Body(run, JobsJson.Default.SubmitRun), JobsJson.Default.SubmitAnswer, cancellation);
        return answer.RunId;
    }

    /// <summary>Where a run stands.</summary>
    public Task<JobRun> GetAsync(long run, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, $"get?run_id={Number(run)}", null, JobsJson.Default.JobRun, cancellation);

    /// <summary>What a task wrote. It takes the task's own run number.</summary>
    public Task<RunOutput> GetOutputAsync(long taskRun, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Get, $"get-output?run_id={Number(taskRun)}", null, JobsJson.Default.RunOutput, cancellation);

    /// <summary>A page of the runs submitted from <paramref name="from"/> on, newest first.</summary>
    public Task<RunList> ListSubmittedAsync(DateTimeOffset from, string? page, CancellationToken cancellation)
    {
        var start = $"list?run_type=SUBMIT_RUN&limit=25&start_time_from={Number(from.ToUnixTimeMilliseconds())}";
        var target = page is null ? start : $"{start}&page_token={Uri.EscapeDataString(page)}";
        return SendAsync(HttpMethod.Get, target, null, JobsJson.Default.RunList, cancellation);
    }

    /// <summary>Asks for the end of a run, which comes later.</summary>
    public Task CancelAsync(long run, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, "cancel", Body(new CancelRun(run), JobsJson.Default.CancelRun), JobsJson.Default.NoContent, cancellation);

    private async Task<T> SendAsync<T>(HttpMethod method, string target, byte[]? body, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, Runs + target);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Value.Token);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
        }

        try
        {
            using var response = await http.SendAsync(request, cancellation);
            var answer = await response.Content.ReadAsByteArrayAsync(cancellation);
            return response.StatusCode == HttpStatusCode.OK ? Read(answer, type) : throw Failure(response.StatusCode, answer);
        }
        catch (Exception failure) when (failure is HttpRequestException or TimeoutRejectedException)
        {
            throw new JobsUnavailableException($"Databricks could not be asked: {failure.Message}", failure);
        }
        catch (OperationCanceledException failure) when (!cancellation.IsCancellationRequested)
        {
            throw new JobsUnavailableException($"Databricks gave no answer within Databricks:CallTimeout, {options.Value.CallTimeout:c}, retries included.", failure);
        }
    }

    private T Read<T>(byte[] answer, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(answer, type) ?? throw new JsonException("It is null.");
        }
        catch (JsonException failure)
        {
            throw new JobsUnavailableException($"Databricks answered 200 with what is not the Jobs API's JSON ({failure.Message}): {Quoted(answer)}", failure);
        }
    }

    private Exception Failure(HttpStatusCode status, byte[] answer)
    {
        var (code, message) = Explained(answer);
        var said = $"Databricks answered {(int)status}{(code is null || code == $"{(int)status}" ? "" : $" {code}")}: {message}";
        return status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                new JobsRefusedException(status, code, $"{said} (is Databricks:Token valid, and may its owner do this?)"),
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => new JobsUnavailableException(said),
            < HttpStatusCode.BadRequest => new JobsRefusedException(status, code, $"{said} (is Databricks:Host the address of a workspace?)"),
            _ => new JobsRefusedException(status, code, said),
        };
    }

    private (string? Code, string Message) Explained(byte[] answer)
    {
        try
        {
            var error = JsonSerializer.Deserialize(answer, JobsJson.Default.JobsError);
            return error?.Message is { } message ? (error.ErrorCode?.ToString(), WithoutToken(message)) : (null, Quoted(answer));
        }
        catch (JsonException)
        {
            return (null, Quoted(answer)); // a gateway's or login page
        }
    }

    private string Quoted(byte[] answer)
    {
        var text = WithoutToken(System.Text.Encoding.UTF8.GetString(answer));
        return text.Length == 0 ? "nothing" : text.Length <= QuotedMax ? text : text[..QuotedMax] + "…";
    }

    /// <summary>Somebody's answer might repeat the token; what becomes of an answer must not.</summary>
    private string WithoutToken(string text) => options.Value.Token is { Length: > 0 } token ? text.Replace(token, "***", StringComparison.Ordinal) : text;

    private static byte[] Body<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
