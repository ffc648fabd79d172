using Analytics.Delta.Tests;
using Analytics.Worker.Faults;
using Analytics.Worker.Tests.Tables;
using Ingest.Testing;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Analytics.Worker.Tests.Faults;

public sealed class When_work_fails
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_tried_again_until_it_is_done()
    {
        using var disk = new TemporaryDirectory();
        await using var worker = new WorkerParts(new MemoryStore(), disk);
        var tries = 0;

        var done = await worker.Get<RetryLoop>().RunAsync("w", _ => ++tries < 4 ? throw new IOException("not now") : Task.CompletedTask, None);

        Assert.True(done);
        Assert.Equal(4, tries);
        Assert.Equal(HealthStatus.Healthy, (await worker.Get<FaultBoard>().CheckHealthAsync(new HealthCheckContext(), None)).Status);
    }

    [Fact]
    public async Task What_would_fail_again_stops_it_and_the_service_is_not_ready_with_the_reason()
    {
        using var disk = new TemporaryDirectory();
        await using var worker = new WorkerParts(new MemoryStore(), disk);
        var tries = 0;

        var done = await worker.Get<RetryLoop>().RunAsync("w", _ => throw new PermanentFaultException($"try {++tries}"), None);

        Assert.False(done);
        Assert.Equal(1, tries);
        var health = await worker.Get<FaultBoard>().CheckHealthAsync(new HealthCheckContext(), None);
        Assert.Equal((HealthStatus.Unhealthy, "w has stopped: try 1"), (health.Status, health.Description));
    }

    [Fact]
    public async Task Stopping_ends_it()
    {
        using var disk = new TemporaryDirectory();
        await using var worker = new WorkerParts(new MemoryStore(), disk);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(None);
        var running = worker.Get<RetryLoop>().RunAsync("w", _ => throw new IOException("never"), stopping.Token);

        await stopping.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }
}
