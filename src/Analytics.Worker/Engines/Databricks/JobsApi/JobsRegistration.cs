using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using Polly;

namespace Analytics.Worker.Engines.Databricks.JobsApi;

/// <summary>The client of the Jobs API as a service.</summary>
internal static class JobsRegistration
{
    /// <summary>The output of a run holds 5 MB of log, up to six bytes a character in JSON.</summary>
    private const int AnswerBytesMax = 32 * 1024 * 1024;

    /// <summary>Adds <see cref="JobsClient"/>; it needs <see cref="DatabricksOptions"/> and a <see cref="TimeProvider"/>.</summary>
    public static void AddJobsClient(this IServiceCollection services) =>
        services.AddHttpClient<JobsClient>((provider, http) =>
            {
                var options = provider.GetRequiredService<IOptions<DatabricksOptions>>().Value;
                http.BaseAddress = options.Host;
                http.Timeout = options.CallTimeout;
                http.MaxResponseContentBufferSize = AnswerBytesMax;
                http.DefaultRequestHeaders.UserAgent.ParseAdd("ingest-analytics-worker");
            })
            .RedactLoggedHeaders(_ => true)
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false, // a workspace that is not there leads to a login page
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            })
            .AddResilienceHandler("databricks", Configure);

    /// <summary>Network failures, 408, 429 and 5xx are tried again, for all calls: none does more when it is repeated.</summary>
    private static void Configure(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, ResilienceHandlerContext context)
    {
        var options = context.ServiceProvider.GetRequiredService<IOptions<DatabricksOptions>>().Value;
        pipeline.TimeProvider = context.ServiceProvider.GetRequiredService<TimeProvider>();
        pipeline
            .AddRetry(new HttpRetryStrategyOptions
            {
                MaxRetryAttempts = options.RetriesMax,
                Delay = options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldRetryAfterHeader = true,
            })
            .AddTimeout(options.RequestTimeout);
    }
}
