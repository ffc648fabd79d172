using Confluent.Kafka;

namespace Ingest.KafkaProxy.Kafka;

/// <summary>A record on its way to Kafka whose key and value lie in a buffer of their request; used again by later requests.</summary>
/// <param name="onDelivery">Called once for each time that the record was queued, on the producer's thread.</param>
internal sealed class OutgoingRecord(Action<DeliveryReport<OutgoingRecord, OutgoingRecord>> onDelivery)
{
    private static readonly Headers NoHeaders = [];

    private byte[]? _key;
    private byte[]? _value;
    private (int Start, int Length) _keyAt;
    private (int Start, int Length) _valueAt;

    public Action<DeliveryReport<OutgoingRecord, OutgoingRecord>> OnDelivery => onDelivery;

    /// <summary>Where it is to be stored, if it says so itself.</summary>
    public int? Partition { get; set; }

    /// <summary>Its own time, or "now".</summary>
    public Timestamp Timestamp { get; set; }

    /// <summary>Null is none.</summary>
    public Headers? Headers { get; set; }

    /// <summary>Its key; meaningless when <see cref="HasKey"/> is false.</summary>
    public ReadOnlySpan<byte> Key => _key.AsSpan(_keyAt.Start, _keyAt.Length);

    /// <summary>Its value; meaningless when <see cref="HasValue"/> is false.</summary>
    public ReadOnlySpan<byte> Value => _value.AsSpan(_valueAt.Start, _valueAt.Length);

    /// <summary>False when its key is null.</summary>
    public bool HasKey => _key is not null;

    /// <summary>False when its value is null.</summary>
    public bool HasValue => _value is not null;

    /// <summary>The key's bytes, where they lie.</summary>
    public ReadOnlyMemory<byte> KeyMemory => new(_key, _keyAt.Start, _keyAt.Length);

    /// <summary>The value's bytes, where they lie.</summary>
    public ReadOnlyMemory<byte> ValueMemory => new(_value, _valueAt.Start, _valueAt.Length);

    public void SetKey(byte[] buffer, int start, int length) => (_key, _keyAt) = (buffer, (start, length));

    public void SetValue(byte[] buffer, int start, int length) => (_value, _valueAt) = (buffer, (start, length));

    /// <summary>The bytes of key and value.</summary>
    public long Bytes => _keyAt.Length + (long)_valueAt.Length;

    /// <summary>Forgets what it held.</summary>
    public void Clear()
    {
        _key = _value = null;
        _keyAt = _valueAt = default;
        Partition = null;
        Timestamp = Timestamp.Default;
        Headers = null;
    }

    /// <summary>Writes itself into the message that is handed to the client.</summary>
    public void Fill(Message<OutgoingRecord, OutgoingRecord> message)
    {
        message.Key = message.Value = this;
        message.Timestamp = Timestamp;
        message.Headers = Headers ?? NoHeaders;
    }
}
