using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Analytics.Worker.Engines.Spark;

namespace Analytics.Worker.Engines.Databricks;

/// <summary>Takes secrets out of a cluster's description: <c>spark_conf</c> and <c>spark_env_vars</c> may hold some.</summary>
internal static partial class ClusterSecrets
{
    private const string Redacted = "*********(redacted)";

    /// <summary>The same description without the values of members whose name tells a secret. References such as <c>{{secrets/scope/key}}</c> stay.</summary>
    public static JsonElement Redact(JsonElement cluster)
    {
        var copy = JsonNode.Parse(cluster.GetRawText())!;
        RedactIn(copy);
        return JsonSerializer.SerializeToElement(copy);
    }

    private static void RedactIn(JsonNode node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members.ToArray())
                {
                    RedactMember(members, name, value);
                }

                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    if (WithoutSecrets(items[i]) is { } text)
                    {
                        items[i] = text;
                    }
                }

                break;
        }
    }

    private static void RedactMember(JsonObject members, string name, JsonNode? value)
    {
        if (value is JsonValue && TellsASecret().IsMatch(name) && !Reference().IsMatch(value.ToString()))
        {
            members[name] = Redacted;
        }
        else if (WithoutSecrets(value) is { } text)
        {
            members[name] = text;
        }
    }

    /// <summary>A text may hold a password where its name tells of none: in an address, among options of Java.</summary>
    /// <returns>The text without; null for what is no text, whose members have been seen to.</returns>
    private static string? WithoutSecrets(JsonNode? value)
    {
        if (value is JsonValue text && text.TryGetValue<string>(out var said))
        {
            return Redaction.Text(said);
        }

        if (value is not null)
        {
            RedactIn(value);
        }

        return null;
    }

    /// <summary>What Spark itself redacts, and what clouds call their secrets.</summary>
    [GeneratedRegex("secret|password|passphrase|token|access[._]?key|account[._]?key|private[._]?key|api[._]?key|credential|passwd", RegexOptions.IgnoreCase)]
    private static partial Regex TellsASecret();

    [GeneratedRegex(@"^\{\{secrets/[^/{}]+/[^/{}]+\}\}$")]
    private static partial Regex Reference();
}
