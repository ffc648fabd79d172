using System.Text;
using Confluent.Kafka;

namespace Ingest.EmbeddedKafka.ConfluentClient;

/// <summary>The names that Kafka's documentation gives to error codes.</summary>
internal static class Names
{
    public static string Of(ErrorCode code) => code switch
    {
        ErrorCode.Local_UnsupportedFeature => "UNSUPPORTED_VERSION",
        ErrorCode.TopicException => "INVALID_TOPIC",
        ErrorCode.MsgSizeTooLarge => "MESSAGE_TOO_LARGE",
        ErrorCode.UnknownTopicOrPart => "UNKNOWN_TOPIC_OR_PARTITION",
        ErrorCode.InvalidMsg => "CORRUPT_MESSAGE",
        _ => code.ToString().Aggregate(new StringBuilder(), (name, letter) => name.Append(char.IsUpper(letter) && name.Length > 0 ? "_" : "").Append(char.ToUpperInvariant(letter))).ToString(),
    };
}
