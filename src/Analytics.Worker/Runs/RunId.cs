using System.Globalization;

namespace Analytics.Worker.Runs;

/// <summary>Ids of runs: GUIDs of version 7 in small letters, whose order is that of their times.</summary>
internal static class RunId
{
    /// <summary>An id for a run that is asked for now.</summary>
    public static string New(DateTimeOffset now) => Guid.CreateVersion7(now).ToString("D");

    /// <summary>What ids from a time on begin with, or come after.</summary>
    public static string FirstAt(DateTimeOffset time)
    {
        var milliseconds = Math.Max(0, time.ToUnixTimeMilliseconds()).ToString("x12", CultureInfo.InvariantCulture);
        return $"{milliseconds[..8]}-{milliseconds[8..]}";
    }

    /// <summary>Whether a text is written as an id is; what is not can name no run.</summary>
    public static bool IsOne(string text) => Guid.TryParseExact(text, "D", out var id) && id.ToString("D") == text;
}
