using System.Text.Json;

namespace Ingest.KinesisProxy.Wire;

/// <summary>Reads values of a request's JSON, and says which field is wrong.</summary>
internal static class JsonFields
{
    /// <summary>Deeper JSON than this is refused.</summary>
    private const int DepthMax = 256;

    public static Utf8JsonReader Open(ReadOnlySpan<byte> body) =>
        new(body, new JsonReaderOptions { MaxDepth = DepthMax });

    /// <exception cref="RefusedException">400: not a string.</exception>
    public static string ReadString(ref Utf8JsonReader reader, string field)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw Wrong(field, "must be a string");
        }

        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw NotText(field);
        }
    }

    /// <exception cref="RefusedException">400: not a whole number in the range.</exception>
    public static int ReadInt(ref Utf8JsonReader reader, string field, int min, int max) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var value) && value >= min && value <= max
            ? value
            : throw Wrong(field, $"must be a whole number from {min} to {max}");

    public static RefusedException Wrong(string field, string reason) => new(ProxyError.Validation($"{field}: {reason}."));

    /// <summary>An escape that is half of a character: JSON lets it through, text does not.</summary>
    public static RefusedException NotText(string field) => Wrong(field, "holds half of a surrogate pair");

    /// <summary>Where a body stops being JSON.</summary>
    public static RefusedException Malformed(JsonException failure) => new(ProxyError.Malformed(
        $"The body is not JSON at line {failure.LineNumber + 1}, byte {failure.BytePositionInLine + 1}: {failure.Message.Split(" LineNumber:")[0]}"));
}
