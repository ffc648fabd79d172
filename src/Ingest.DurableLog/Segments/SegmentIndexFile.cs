using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Ingest.DurableLog.Files;
using Ingest.DurableLog.Format;

namespace Ingest.DurableLog.Segments;

/// <summary>The <c>.index</c> file beside a closed segment: all that a scan of it would find. Made again by a scan when it is missing or does not hold.</summary>
/// <remarks>
/// Little-endian: magic "INGIDX2\n", then int64 base offset, end position, next offset, largest timestamp, number of damaged ranges, number of marks;
/// the damaged ranges { int64 first offset, next offset, position, bytes }; the marks { int64 first offset, position, largest timestamp before }; CRC32C of all.
/// </remarks>
internal static class SegmentIndexFile
{
    private const int HeadBytes = 56;
    private const int DamageBytes = 32;

    private static ReadOnlySpan<byte> Magic => "INGIDX2\n"u8;

    public static string PathOf(string segmentPath) => Path.ChangeExtension(segmentPath, ".index");

    /// <summary>Writes it, durable when this returns.</summary>
    public static void Write(Segment segment)
    {
        var marks = segment.Index.Marks;
        var damage = segment.Damage;
        var bytes = new byte[HeadBytes + (damage.Count * DamageBytes) + (marks.Count * Marshal.SizeOf<SegmentIndex.Mark>()) + sizeof(uint)];
        var rest = bytes.AsSpan();
        Magic.CopyTo(rest);
        rest = rest[Magic.Length..];
        Put(ref rest, segment.BaseOffset, segment.EndPosition, segment.NextOffset, segment.MaxTimestamp, damage.Count, marks.Count);
        foreach (var range in damage)
        {
            Put(ref rest, range.FirstOffset, range.NextOffset, range.Position, range.Bytes);
        }

        foreach (var mark in marks)
        {
            Put(ref rest, mark.FirstOffset, mark.Position, mark.MaxTimestampBefore);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(rest, Checksum.Plain.Of(bytes.AsSpan(0, bytes.Length - sizeof(uint))));
        LogFile.Create(PathOf(segment.Path), bytes);
    }

    /// <summary>Reads it.</summary>
    /// <returns>False when it is missing, damaged, or of another segment than <paramref name="segment"/>.</returns>
    public static bool TryRead(Segment segment)
    {
        var path = PathOf(segment.Path);
        var bytes = File.Exists(path) ? File.ReadAllBytes(path) : [];
        if (bytes.Length < HeadBytes + sizeof(uint) || !bytes.AsSpan().StartsWith(Magic)
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(bytes.Length - sizeof(uint))) != Checksum.Plain.Of(bytes.AsSpan(0, bytes.Length - sizeof(uint))))
        {
            return false;
        }

        var numbers = MemoryMarshal.Cast<byte, long>(bytes.AsSpan(Magic.Length, (bytes.Length - Magic.Length - sizeof(uint)) / sizeof(long) * sizeof(long)));
        var (baseOffset, end, next, maxTimestamp, damages, marks) = (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
        if (baseOffset != segment.BaseOffset || end > new FileInfo(segment.Path).Length || numbers.Length != 6 + (damages * 4) + (marks * 3))
        {
            return false;
        }

        numbers = numbers[6..];
        for (; damages > 0; damages--, numbers = numbers[4..])
        {
            segment.AddDamage(new LogDamage(numbers[0], numbers[1], Path.GetFileName(segment.Path), numbers[2], numbers[3]));
        }

        segment.Load(new SegmentIndex(MemoryMarshal.Cast<long, SegmentIndex.Mark>(numbers).ToArray()), end, next, maxTimestamp);
        return true;
    }

    private static void Put(ref Span<byte> rest, params ReadOnlySpan<long> numbers)
    {
        foreach (var number in numbers)
        {
            BinaryPrimitives.WriteInt64LittleEndian(rest, number);
            rest = rest[sizeof(long)..];
        }
    }
}
