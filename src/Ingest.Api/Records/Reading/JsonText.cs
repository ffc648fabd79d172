using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Ingest.Api.Records.Reading;

/// <summary>Reads text that may be an escaped half of a surrogate pair: legal JSON, but no text.</summary>
internal static class JsonText
{
    /// <summary>The text of the name or the string that the reader stands on; false when it is none.</summary>
    public static bool TryRead(Utf8JsonReader json, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = json.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            // The reader has no other way to say so.
            text = null;
            return false;
        }
    }
}
