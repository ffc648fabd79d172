using Analytics.Delta.Tests;
using Analytics.Worker.Batch;
using Analytics.Worker.Faults;
using Analytics.Worker.Pipelines;
using Analytics.Worker.Runs;
using Analytics.Worker.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Analytics.Worker.Tests.Runs;

/// <summary>What looks after runs in one worker, over a bucket in memory, a clock that stands still and an engine that a test leads.</summary>
internal sealed class RunParts : IDisposable
{
    private readonly ServiceProvider _metrics = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public RunParts(MemoryStore store, FakeTimeProvider time, FakeEngine engine, PipelineSchedule? schedule = null, RunsOptions? options = null)
    {
        var pipeline = PipelineLoader.Load(new PipelineOptions()) with { Schedule = schedule };
        var stores = new WorkerStores(store, store);
        var runs = Options.Create(options ?? new RunsOptions { AttemptsMax = 3 });
        var metrics = ActivatorUtilities.CreateInstance<WorkerMetrics>(_metrics);
        Records = new RunRecords(pipeline, stores, time);
        Open = new OpenRuns(Records, engine, runs, time);
        Requests = new RunRequests(pipeline, stores, Records, new RunSignal(time), Open, engine, runs, time);
        var listing = new TopicListing(store, metrics, NullLogger<TopicListing>.Instance);
        Carrier = new RunCarrier(
            pipeline, Records, new RunInputs(pipeline, stores, listing, Records, runs), new PipelineCode(pipeline, stores, Options.Create(new PipelineOptions()), runs),
            new RunMarkers(stores, Records), engine, runs, metrics, time, NullLogger<RunCarrier>.Instance);
        var retries = new RetryLoop(new FaultBoard(), metrics, Options.Create(new RetryOptions()), time, NullLogger<RetryLoop>.Instance);
        Scheduler = new RunScheduler(pipeline, Requests, retries, time, NullLogger<RunScheduler>.Instance);
    }

    public RunRecords Records { get; }

    public OpenRuns Open { get; }

    public RunRequests Requests { get; }

    public RunCarrier Carrier { get; }

    public RunScheduler Scheduler { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async Task<RunRecord> CreateAsync() => (await Requests.CreateAsync("api", null, null, Cancellation))!.Value.Run;

    /// <summary>Takes the step that is due on the record as it is in the bucket.</summary>
    public async Task<RunRecord> StepAsync(string id, int active = 0) =>
        await Carrier.StepAsync((await Records.ReadAsync(id, Cancellation))!, active, Cancellation);

    public void Dispose()
    {
        Scheduler.Dispose();
        _metrics.Dispose();
    }
}
