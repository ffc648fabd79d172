using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amazon.Runtime;

namespace Amazon.Kinesis.Internal;

/// <summary>How requests and responses look on the wire.</summary>
internal static class KinesisJson
{
    private static readonly JsonSerializerOptions Options = new(KinesisJsonContext.Default.Options)
    {
        TypeInfoResolver = KinesisJsonContext.Default.WithAddedModifier(LeaveOutRuntimeMembers),
        Converters =
        {
            new MemoryStreamConverter(),
            new EpochSecondsConverter(),
            new ConstantConverter<EncryptionType>(EncryptionType.FindValue),
            new ConstantConverter<ShardFilterType>(ShardFilterType.FindValue),
            new ConstantConverter<ShardIteratorType>(ShardIteratorType.FindValue),
            new ConstantConverter<StreamMode>(StreamMode.FindValue),
            new ConstantConverter<StreamStatus>(StreamStatus.FindValue),
        },
    };

    public static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    // HttpStatusCode, ResponseMetadata and the like belong to the runtime's base classes, not to the message.
    private static void LeaveOutRuntimeMembers(JsonTypeInfo type)
    {
        for (var i = type.Properties.Count - 1; i >= 0; i--)
        {
            var owner = type.Properties[i].DeclaringType;
            if (owner == typeof(AmazonWebServiceRequest) || owner == typeof(AmazonWebServiceResponse))
            {
                type.Properties.RemoveAt(i);
            }
        }
    }
}
