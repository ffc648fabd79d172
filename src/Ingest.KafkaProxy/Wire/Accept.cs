using Microsoft.Net.Http.Headers;

namespace Ingest.KafkaProxy.Wire;

/// <summary>Chooses the media type of an answer by the request's Accept header (RFC 9110, section 12.5.1).</summary>
internal static class Accept
{
    /// <summary>The type to answer with; null when the client accepts none that we have.</summary>
    /// <param name="request">The request.</param>
    /// <param name="offered">What we have; the first is preferred.</param>
    public static string? Choose(HttpRequest request, params ReadOnlySpan<string> offered)
    {
        var header = request.Headers.Accept;
        if (header.Count == 0)
        {
            return offered[0];
        }

        if (!MediaTypeHeaderValue.TryParseList(header, out var ranges))
        {
            return null;
        }

        string? best = null;
        double bestQuality = 0;
        foreach (var type in offered)
        {
            var quality = QualityOf(new MediaTypeHeaderValue(type), ranges);
            if (quality > bestQuality)
            {
                (best, bestQuality) = (type, quality);
            }
        }

        return best;
    }

    /// <summary>The quality of the most specific range that holds <paramref name="type"/>; 0 when none does.</summary>
    private static double QualityOf(MediaTypeHeaderValue type, IList<MediaTypeHeaderValue> ranges)
    {
        double quality = 0;
        var specificity = -1;
        foreach (var range in ranges)
        {
            var rank = range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2;
            var holds = range.MatchesAllTypes ||
                (range.Type.Equals(type.Type, StringComparison.OrdinalIgnoreCase) &&
                    (range.MatchesAllSubTypes || range.SubType.Equals(type.SubType, StringComparison.OrdinalIgnoreCase)));
            if (holds && rank > specificity)
            {
                (specificity, quality) = (rank, range.Quality ?? 1);
            }
        }

        return quality;
    }
}
