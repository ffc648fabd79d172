namespace Ingest.EmbeddedKafka.Topics;

/// <summary>Which names a topic may have.</summary>
/// <remarks>Source: org.apache.kafka.common.internals.Topic.</remarks>
internal static class TopicNames
{
    private const int LengthMax = 249;

    /// <returns>Null when it may have that name; else why not.</returns>
    public static string? Refuse(string name) =>
        name.Length == 0 ? "A topic's name is empty."
        : name is "." or ".." ? $"A topic cannot be called '{name}'."
        : name.Length > LengthMax ? $"A topic's name has at most {LengthMax} characters; this one has {name.Length}."
        : name.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-') ? null
        : $"'{name}' is no topic name: letters, digits, '.', '_' and '-' are allowed.";

    /// <summary>Whether two names are one in the names of Kafka's metrics, in which a dot is an underscore.</summary>
    public static bool Collide(string one, string other) =>
        one.Length == other.Length && one != other && one.Zip(other).All(pair => pair.First == pair.Second || (pair.First is '.' or '_' && pair.Second is '.' or '_'));
}
