using System.Text;

namespace Ingest.ObjectStore;

/// <summary>What a key may look like, so that every store can hold it, and the order of keys.</summary>
/// <remarks>
/// 1 to 1,024 bytes of UTF-8 (S3's limit), segments separated by <c>/</c>, none of them empty, <c>.</c>, <c>..</c> or
/// <see cref="Reserved"/>, no control characters.
/// </remarks>
public static class ObjectKey
{
    /// <summary>The longest key, in bytes of UTF-8.</summary>
    public const int BytesMax = 1024;

    /// <summary>The segment under which a directory keeps uploads that are under way; no key may hold it.</summary>
    public const string Reserved = ".ingest-uploads";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Orders keys by their UTF-8 bytes, as S3 lists them.</summary>
    public static Comparison<string> Order { get; } = Compare;

    /// <summary>Gives the key back if a store can hold it.</summary>
    /// <exception cref="ArgumentException">It cannot; why is in the text.</exception>
    public static string Check(string key) => Fault(key) is { } fault
        ? throw new ArgumentException($"'{key}' is no object key: {fault}.", nameof(key))
        : key;

    /// <summary>Gives the prefix back if keys can start with it.</summary>
    /// <exception cref="ArgumentException">They cannot; why is in the text.</exception>
    public static string CheckPrefix(string prefix)
    {
        var folder = Folder(prefix);
        return folder.Length > 0 && Fault(folder[..^1]) is { } fault
            ? throw new ArgumentException($"'{prefix}' is no prefix of object keys: {fault}.", nameof(prefix))
            : prefix;
    }

    /// <summary>The part of a key or prefix up to and with its last slash; empty when there is none.</summary>
    internal static string Folder(string keyOrPrefix) => keyOrPrefix[..(keyOrPrefix.LastIndexOf('/') + 1)];

    private static string? Fault(string key)
    {
        if (key.Length == 0)
        {
            return "it is empty";
        }

        if (key.Any(char.IsControl))
        {
            return "it holds a control character";
        }

        if (!TryCountBytes(key, out var bytes) || bytes > BytesMax)
        {
            return bytes > BytesMax ? $"it has {bytes} bytes, {BytesMax} are the limit" : "it is not valid Unicode";
        }

        return key.Split('/').FirstOrDefault(segment => segment is "" or "." or ".." or Reserved) switch
        {
            null => null,
            "" => "it holds an empty segment",
            var segment => $"it holds the segment '{segment}'",
        };
    }

    private static bool TryCountBytes(string key, out int bytes)
    {
        try
        {
            bytes = Strict.GetByteCount(key);
            return true;
        }
        catch (EncoderFallbackException)
        {
            // Half a surrogate pair: there is no UTF-8 to count, and the caller refuses the key.
            bytes = 0;
            return false;
        }
    }

    private static int Compare(string a, string b)
    {
        var same = a.AsSpan().CommonPrefixLength(b);
        return same == a.Length || same == b.Length
            ? a.Length.CompareTo(b.Length)
            : Rank(a[same]).CompareTo(Rank(b[same]));

        // UTF-8 puts what UTF-16 writes as surrogates after U+E000 to U+FFFF.
        static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
    }
}
