using System.Buffers.Binary;
using Ingest.DurableLog.Format;
using Microsoft.Win32.SafeHandles;

namespace Ingest.DurableLog.Files;

/// <summary>The file <c>state</c> of a log: who it is, where it starts, and up to where it is known to be acknowledged. Held locked while the log is open.</summary>
/// <remarks>
/// <code>
///    0  magic "INGST2\n\0", identity (16 bytes), CRC32C
///  512  start: int64 generation, int64 offset, CRC32C; and the same at 1024: the newer of two that hold counts
/// 1536  seal: int64 base offset of a segment, int64 position, int64 next offset, CRC32C
/// </code>
/// The seal says that all before a position of a segment was acknowledged. It is not flushed: it costs a copy into the page
/// cache, and a killed process leaves it there. Without it a damaged last block could not be told from one that was never wholly
/// written, and recovery would cut it off. It stands apart from the blocks, so a torn block behind a damaged one does not take it along.
/// </remarks>
internal sealed class StateFile : IDisposable
{
    public const string Name = "state";
    private const int Bytes = 2048;
    private const int SealAt = 1536;
    private const int UnixWouldBlock = 11;
    private const int BsdWouldBlock = 35;
    private const int WindowsSharingViolation = unchecked((int)0x80070020);
    private static readonly int[] StartsAt = [512, 1024];

    private readonly SafeFileHandle _handle;
    private long _generation;

    private StateFile(SafeFileHandle handle)
    {
        _handle = handle;
        Span<byte> bytes = stackalloc byte[Bytes];
        _ = RandomAccess.Read(handle, bytes, 0);
        Identity = bytes.StartsWith(Magic) && Holds(bytes[..28]) ? new Guid(bytes.Slice(8, 16)) : null;
        foreach (var at in StartsAt)
        {
            var slot = bytes.Slice(at, 20);
            if (Holds(slot) && BinaryPrimitives.ReadInt64LittleEndian(slot) >= _generation)
            {
                _generation = BinaryPrimitives.ReadInt64LittleEndian(slot);
                StartOffset = BinaryPrimitives.ReadInt64LittleEndian(slot[8..]);
            }
        }

        var seal = bytes.Slice(SealAt, 28);
        Seal = Holds(seal)
            ? new Seal(BinaryPrimitives.ReadInt64LittleEndian(seal), BinaryPrimitives.ReadInt64LittleEndian(seal[8..]), BinaryPrimitives.ReadInt64LittleEndian(seal[16..]))
            : null;
    }

    private static ReadOnlySpan<byte> Magic => "INGST2\n\0"u8;

    /// <summary>Null when the file is damaged; the segments say it too.</summary>
    public Guid? Identity { get; private set; }

    /// <summary>The first offset that may be read, as far as it was moved; null when it never was, or when the file is damaged.</summary>
    public long? StartOffset { get; private set; }

    /// <summary>Null when none holds.</summary>
    public Seal? Seal { get; private set; }

    /// <exception cref="DurableLogInUseException">It is locked.</exception>
    public static StateFile Open(string directory)
    {
        var path = Path.Combine(directory, Name);
        try
        {
            return new StateFile(File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException failure) when (failure.HResult is UnixWouldBlock or BsdWouldBlock or WindowsSharingViolation)
        {
            throw new DurableLogInUseException(directory, failure);
        }
    }

    /// <summary>Writes identity and start, durable when this returns.</summary>
    public void Begin(Guid identity, long startOffset)
    {
        Span<byte> head = stackalloc byte[28];
        Magic.CopyTo(head);
        identity.TryWriteBytes(head[8..]);
        Write(head, 0);
        Identity = identity;
        WriteStart(startOffset);
    }

    /// <summary>Moves the start, durable when this returns: a crash leaves the old one or the new one.</summary>
    public void WriteStart(long offset)
    {
        Span<byte> slot = stackalloc byte[20];
        BinaryPrimitives.WriteInt64LittleEndian(slot, ++_generation);
        BinaryPrimitives.WriteInt64LittleEndian(slot[8..], offset);
        Write(slot, StartsAt[_generation % 2]);
        RandomAccess.FlushToDisk(_handle);
        StartOffset = offset;
    }

    public void WriteSeal(Seal seal)
    {
        Span<byte> slot = stackalloc byte[28];
        BinaryPrimitives.WriteInt64LittleEndian(slot, seal.BaseOffset);
        BinaryPrimitives.WriteInt64LittleEndian(slot[8..], seal.Position);
        BinaryPrimitives.WriteInt64LittleEndian(slot[16..], seal.NextOffset);
        Write(slot, SealAt);
        Seal = seal;
    }

    public void Flush() => RandomAccess.FlushToDisk(_handle);

    public void Dispose() => _handle.Dispose();

    private static bool Holds(ReadOnlySpan<byte> slot) =>
        BinaryPrimitives.ReadUInt32LittleEndian(slot[^4..]) == Checksum.Plain.Of(slot[..^4]);

    private void Write(Span<byte> slot, int position)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(slot[^4..], Checksum.Plain.Of(slot[..^4]));
        RandomAccess.Write(_handle, slot, position);
    }
}

/// <summary>All before <paramref name="Position"/> of the segment with that base offset was acknowledged.</summary>
internal readonly record struct Seal(long BaseOffset, long Position, long NextOffset);
