using System.Globalization;

namespace Ingest.KinesisProxy.Wire;

/// <summary>Reads values of a request's query, and says which one is wrong.</summary>
internal static class QueryFields
{
    /// <exception cref="RefusedException">400: not a whole number in the range.</exception>
    public static int? ReadInt(string? text, string field, int min, int max)
    {
        if (text is null)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max
            ? value
            : throw JsonFields.Wrong(field, $"must be a whole number from {min} to {max}");
    }

    /// <summary>Seconds since 1970, with a fraction, or an ISO 8601 time; without an offset it is UTC.</summary>
    /// <exception cref="RefusedException">400: neither of them.</exception>
    public static DateTime? ReadTime(string? text, string field)
    {
        if (text is null)
        {
            return null;
        }

        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= uint.MaxValue)
        {
            return DateTime.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));
        }

        return DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment
            : throw JsonFields.Wrong(field, "must be seconds since 1970, such as 1700000000.123, or a time such as 2026-11-24T12:00:00Z");
    }
}
