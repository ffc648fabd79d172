using System.Buffers.Binary;
using System.Text;

namespace Ingest.EmbeddedKinesis.Shards;

/// <summary>A record as it stands in a shard's log: version (1 byte), arrival (8, epoch milliseconds), key length (2), key (UTF-8), data.</summary>
internal readonly record struct StoredRecord(long Index, long ArrivalMilliseconds, ReadOnlyMemory<byte> PartitionKey, ReadOnlyMemory<byte> Data)
{
    private const byte Version = 1;
    private const int HeaderBytes = 11;

    public static int Bytes(PutEntry entry) => HeaderBytes + entry.PartitionKeyBytes + entry.Data.Bytes;

    public static void Write(PutEntry entry, long arrivalMilliseconds, Span<byte> destination)
    {
        destination[0] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(destination[1..], arrivalMilliseconds);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[9..], (ushort)entry.PartitionKeyBytes);
        Encoding.UTF8.GetBytes(entry.PartitionKey, destination[HeaderBytes..]);
        entry.Data.Decode(destination[(HeaderBytes + entry.PartitionKeyBytes)..]);
    }

    /// <exception cref="InvalidDataException">Another version wrote it.</exception>
    public static StoredRecord Read(long index, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < HeaderBytes || bytes.Span[0] != Version)
        {
            throw new InvalidDataException($"Record {index} of the shard's log is not of version {Version}.");
        }

        var key = BinaryPrimitives.ReadUInt16LittleEndian(bytes.Span[9..]);
        return new StoredRecord(
            index, BinaryPrimitives.ReadInt64LittleEndian(bytes.Span[1..]), bytes.Slice(HeaderBytes, key), bytes[(HeaderBytes + key)..]);
    }
}
