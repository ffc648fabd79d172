using Cronos;

namespace Analytics.Worker.Pipelines;

/// <summary>When runs of a pipeline are made by themselves.</summary>
/// <param name="Expression">The cron expression.</param>
/// <param name="Zone">The time zone it is meant in. An occurrence that daylight saving skips comes at the first time after the gap.</param>
internal sealed record PipelineSchedule(CronExpression Expression, TimeZoneInfo Zone)
{
    /// <summary>Reads a schedule; what does not hold is added to <paramref name="errors"/>, and the result is null.</summary>
    public static PipelineSchedule? Read(PipelineFile.Timetable timetable, List<string> errors)
    {
        var known = errors.Count;
        CronExpression? expression = null;
        TimeZoneInfo? zone = null;
        try
        {
            expression = CronExpression.Parse(timetable.Cron, CronFormat.Standard);
            if (expression.GetNextOccurrence(DateTime.UnixEpoch) is null)
            {
                errors.Add($"pipeline.json: schedule: cron is '{timetable.Cron}', which never comes.");
            }
        }
        catch (CronFormatException invalid)
        {
            errors.Add($"pipeline.json: schedule: cron is '{timetable.Cron}'; it must be a cron expression of five fields: {invalid.Message}");
        }

        try
        {
            zone = TimeZoneInfo.FindSystemTimeZoneById(timetable.TimeZone);
        }
        catch (Exception failure) when (failure is TimeZoneNotFoundException or InvalidTimeZoneException or System.Security.SecurityException)
        {
            errors.Add($"pipeline.json: schedule: timeZone is '{timetable.TimeZone}'; it must be an IANA name that this machine knows, such as UTC or Europe/London.");
        }

        return errors.Count == known ? new PipelineSchedule(expression!, zone!) : null;
    }

    /// <summary>The first occurrence after a time, in UTC; null when there is none.</summary>
    public DateTimeOffset? Next(DateTimeOffset after) => Expression.GetNextOccurrence(after, Zone)?.ToUniversalTime();
}
