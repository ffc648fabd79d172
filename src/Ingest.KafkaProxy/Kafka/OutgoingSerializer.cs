using Confluent.Kafka;

namespace Ingest.KafkaProxy.Kafka;

/// <summary>Hands keys and values to the client, which takes arrays of the very length and copies them before Produce returns.</summary>
/// <remarks>So an array serves again for the next value of its length on this thread, and small values cost no allocation.</remarks>
internal sealed class OutgoingSerializer : ISerializer<OutgoingRecord>
{
    /// <summary>In bytes. A thread keeps at most one array of each length up to it for keys and one for values: 1 MB in all.</summary>
    private const int KeptLengthMax = 1024;

    [ThreadStatic]
    private static byte[]?[]? _keys;

    [ThreadStatic]
    private static byte[]?[]? _values;

    public byte[] Serialize(OutgoingRecord data, SerializationContext context) => context.Component == MessageComponentType.Key
        ? data.HasKey ? Exactly(data.Key, _keys ??= new byte[KeptLengthMax + 1][]) : null!
        : data.HasValue ? Exactly(data.Value, _values ??= new byte[KeptLengthMax + 1][]) : null!;

    private static byte[] Exactly(ReadOnlySpan<byte> bytes, byte[]?[] kept)
    {
        if (bytes.Length > KeptLengthMax)
        {
            return bytes.ToArray();
        }

        var array = kept[bytes.Length] ??= new byte[bytes.Length];
        bytes.CopyTo(array);
        return array;
    }
}
