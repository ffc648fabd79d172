using System.Text.Json;
using System.Text.Json.Serialization;

namespace Analytics.Delta.Log;

/// <summary>The log's JSON: camel case, absent members left out, what we do not know skipped.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LogAction))]
internal sealed partial class LogJson : JsonSerializerContext
{
    /// <summary>Actions as the content of a version's file, one a line.</summary>
    public static byte[] Write(IEnumerable<LogAction> actions)
    {
        using var content = new MemoryStream();
        foreach (var action in actions)
        {
            JsonSerializer.Serialize(content, action, Default.LogAction);
            content.WriteByte((byte)'\n');
        }

        return content.ToArray();
    }
}
