using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Analytics.Worker.Faults;

/// <summary>What has stopped for good, and why; the service is not ready while anything is on it.</summary>
internal sealed class FaultBoard : IHealthCheck
{
    private readonly ConcurrentDictionary<string, string> _reasons = new();

    /// <summary>Puts it up.</summary>
    /// <param name="what">What has stopped, such as <c>batch</c> or <c>streaming-demo-pin/shardId-000000000000</c>.</param>
    /// <param name="reason">Why, for the one who has to look.</param>
    public void Report(string what, string reason) => _reasons[what] = reason;

    /// <summary>Takes down what is about something that is no more: everything whose name begins so.</summary>
    public void Forget(string prefix)
    {
        foreach (var what in _reasons.Keys.Where(what => what.StartsWith(prefix, StringComparison.Ordinal)))
        {
            _reasons.TryRemove(what, out _);
        }
    }

    /// <summary>Why it has stopped; null when it has not.</summary>
    public string? ReasonFor(string what) => _reasons.GetValueOrDefault(what);

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_reasons.IsEmpty
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy(string.Join(" ", _reasons.OrderBy(fault => fault.Key).Select(fault => $"{fault.Key} has stopped: {fault.Value}"))));
}
