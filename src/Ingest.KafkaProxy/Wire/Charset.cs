using System.Text;
using Microsoft.Net.Http.Headers;

namespace Ingest.KafkaProxy.Wire;

/// <summary>The charsets in which a body may be written.</summary>
internal static class Charset
{
    private const string Latin1 = "iso-8859-1";

    /// <summary>That of a media type, UTF-8 when it names none; null when it is another one.</summary>
    public static Encoding? Find(MediaTypeHeaderValue type)
    {
        var name = HeaderUtilities.RemoveQuotes(type.Charset);
        return name.Length == 0 || name.Equals("utf-8", StringComparison.OrdinalIgnoreCase) ? Encoding.UTF8
            : name.Equals(Latin1, StringComparison.OrdinalIgnoreCase) ? Encoding.Latin1
            : null;
    }

    /// <summary>Whether a request's body is in ISO-8859-1 and has to be made UTF-8.</summary>
    public static bool IsLatin1(HttpRequest request) => request.ContentType is { } type && type.Contains(Latin1, StringComparison.OrdinalIgnoreCase);
}
