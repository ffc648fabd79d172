using Analytics.Worker.Faults;
using Analytics.Worker.Pipelines;

namespace Analytics.Worker.Runs;

/// <summary>Makes a run for each occurrence of the pipeline's schedule, one over all workers of the bucket.</summary>
/// <remarks>Occurrences that pass while no worker runs are not made up for: the next one reads everything anyway.</remarks>
internal sealed partial class RunScheduler(Pipeline pipeline, RunRequests requests, RetryLoop retries, TimeProvider time, ILogger<RunScheduler> log) : BackgroundService
{
    /// <summary>The longest sleep, so that a clock that was set is seen, and timers need not be longer than they can be.</summary>
    private static readonly TimeSpan SleepMax = TimeSpan.FromHours(1);

    private readonly DateTimeOffset _since = time.GetUtcNow();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (pipeline.Schedule is not { } schedule)
        {
            return;
        }

        var after = _since;
        while (schedule.Next(after) is { } occurrence)
        {
            for (var wait = occurrence - time.GetUtcNow(); wait > TimeSpan.Zero; wait = occurrence - time.GetUtcNow())
            {
                await Task.Delay(wait < SleepMax ? wait : SleepMax, time, stoppingToken);
            }

            await retries.RunAsync("schedule", cancellation => CreateAsync(schedule, occurrence, cancellation), stoppingToken);

            // Whatever has passed meanwhile is left out.
            after = time.GetUtcNow() > occurrence ? time.GetUtcNow() : occurrence;
        }
    }

    private async Task CreateAsync(PipelineSchedule schedule, DateTimeOffset occurrence, CancellationToken cancellation)
    {
        if (schedule.Next(occurrence) <= time.GetUtcNow())
        {
            LogSkipped(occurrence, "the bucket could not be reached until the next one was due");
            return;
        }

        var key = $"{RunRequests.ScheduleKeys}{occurrence.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}";
        if (await requests.CreateAsync("schedule", key, occurrence, cancellation) is { } made)
        {
            LogMade(occurrence, made.Run.Id);
        }
        else
        {
            LogSkipped(occurrence, "too many runs are waiting (Runs:WaitingMax)");
        }
    }

    [LoggerMessage(LogLevel.Information, "Occurrence {Occurrence} of the schedule: run {Run}")]
    private partial void LogMade(DateTimeOffset occurrence, string run);

    [LoggerMessage(LogLevel.Warning, "Occurrence {Occurrence} of the schedule gets no run: {Reason}")]
    private partial void LogSkipped(DateTimeOffset occurrence, string reason);
}
