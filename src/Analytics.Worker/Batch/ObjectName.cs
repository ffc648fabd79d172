using System.Globalization;

namespace Analytics.Worker.Batch;

/// <summary>Keys as the sink names them: <c>topics/&lt;topic&gt;/partition=&lt;p&gt;/&lt;topic&gt;+&lt;p&gt;+&lt;first offset&gt;.json</c>.</summary>
internal static class ObjectName
{
    private const string Extension = ".json";

    /// <summary>What the keys of a topic's objects start with.</summary>
    public static string Prefix(string topic) => $"topics/{topic}/partition=";

    /// <summary>What the keys of a partition's objects start with.</summary>
    public static string Prefix(string topic, int partition) => string.Create(CultureInfo.InvariantCulture, $"{Prefix(topic)}{partition}/");

    /// <summary>A key that comes after every key of a partition and before the next partition's: 0 follows the slash.</summary>
    public static string After(string topic, int partition) => string.Create(CultureInfo.InvariantCulture, $"{Prefix(topic)}{partition}0");

    /// <summary>The partition in a key that starts with <see cref="Prefix(string)"/>; null when there is none.</summary>
    public static int? PartitionOf(string topic, string key)
    {
        var rest = key.AsSpan(Prefix(topic).Length);
        var slash = rest.IndexOf('/');
        return slash > 0 && int.TryParse(rest[..slash], NumberStyles.None, CultureInfo.InvariantCulture, out var partition) ? partition : null;
    }

    /// <summary>The first offset in a key; null when the object is not one of the sink's.</summary>
    public static long? FirstOffsetOf(string key)
    {
        if (!key.EndsWith(Extension, StringComparison.Ordinal))
        {
            return null;
        }

        var name = key.AsSpan(0, key.Length - Extension.Length);
        var offset = name[(name.LastIndexOf('+') + 1)..];
        return long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var first) ? first : null;
    }

    /// <summary>
    /// Whether a key may follow in time and yet come before in a listing: offsets are padded to 10 digits, so the first of 11
    /// digits sorts before the last of 10. One object never spans a tenth of its number's range.
    /// </summary>
    public static bool MayGainADigit(long offset)
    {
        var digits = Math.Max(10, offset.ToString(CultureInfo.InvariantCulture).Length);
        return digits < 19 && offset >= 9 * (long)Math.Pow(10, digits - 1);
    }
}
