namespace Analytics.Delta.Log;

/// <summary>Paths of data files in the log are URIs relative to the table.</summary>
internal static class LogPath
{
    public static string Encode(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    public static string Decode(string path) => Uri.UnescapeDataString(path);

    /// <summary>Whether a path of the log leads out of the table, as those of a shallow clone do.</summary>
    public static bool IsElsewhere(string path) => path.StartsWith('/') || path.Contains("://", StringComparison.Ordinal);
}
