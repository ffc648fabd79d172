using System.Collections.Concurrent;
using Analytics.Worker.Engines.Databricks;
using Analytics.Worker.Pipelines;
using Analytics.Worker.Runs;
using Ingest.ServiceDefaults;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Analytics.Worker.Tests.Engines.Databricks;

/// <summary>The engine as the worker registers it, against a stand-in, with all that is logged.</summary>
internal sealed class DatabricksParts : ILoggerProvider, ILogger
{
    public const string RunId = "0198c1d2-3e4f-7a5b-8c6d-7e8f9a0b1c2d";

    private readonly ServiceProvider _provider;

    public DatabricksParts(string url, TimeProvider? time = null, params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([
            new("Databricks:Host", url),
            new("Databricks:Token", DatabricksStandIn.Token),
            new("Databricks:BucketUri", "s3://bucket/prefix/"),
            new("Databricks:ExistingClusterId", "1125-221100-abcdefgh"),
            new("Databricks:RetryDelay", "00:00:00.001"),
        ]).AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();

        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(this));
        services.AddServiceOptions<RunsOptions>("Runs");
        services.AddDatabricksEngine();
        _provider = services.BuildServiceProvider();
        Engine = _provider.GetRequiredService<IRunEngine>();
    }

    public IRunEngine Engine { get; }

    public ConcurrentQueue<string> Logged { get; } = new();

    /// <summary>A run of the pipeline that the suite ships, as the worker plans it.</summary>
    public RunPlan Plan(string runId = RunId, int attempt = 1) => new(
        runId,
        attempt,
        PipelineLoader.Load(new PipelineOptions()),
        $"{Engine.BucketUri}/pipelines/pinterest/abc/pipeline.py",
        $"{Engine.BucketUri}/pipelines/pinterest/abc",
        $"{Engine.BucketUri}/runs/pinterest/{runId}/inputs.json",
        $"{Engine.BucketUri}/runs/pinterest/{runId}");

    /// <summary>The record of a run that is being submitted, or of one that was, with its ids.</summary>
    public static RunRecord Record(Submission? submission = null, int attempt = 1, string runId = RunId) =>
        new(runId, 2, "pinterest", "databricks", submission is null ? RunState.Submitting : RunState.Running, "api", DateTimeOffset.UtcNow)
        {
            Attempt = attempt,
            ExternalIds = submission?.ExternalIds ?? new Dictionary<string, string>(),
        };

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        Logged.Enqueue($"{state}");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Logged.Enqueue($"{formatter(state, exception)} {exception}");

    public void Dispose() => _provider.Dispose();
}
