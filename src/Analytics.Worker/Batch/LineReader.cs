using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Analytics.Worker.Batch;

/// <summary>Splits an object into lines: ended by LF or CR LF, the last one also by the object's end; empty ones are left out.</summary>
/// <remarks>Holds one line in memory, and of one that is too long only the beginning.</remarks>
internal static class LineReader
{
    public static async IAsyncEnumerable<ObjectLine> ReadAsync(
        System.IO.Stream content, int lineBytesMax, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var pipe = PipeReader.Create(content, new StreamPipeReaderOptions(leaveOpen: true));
        var line = new LineBuffer(lineBytesMax);
        while (true)
        {
            var read = await pipe.ReadAsync(cancellation);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                line.Append(rest.Slice(0, end));
                rest = rest.Slice(rest.GetPosition(1, end));
                if (line.Take() is { } whole)
                {
                    yield return whole;
                }
            }

            line.Append(rest);
            pipe.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                break;
            }
        }

        if (line.Take() is { } last)
        {
            yield return last;
        }

        await pipe.CompleteAsync();
    }

    /// <summary>The line being read.</summary>
    private sealed class LineBuffer(int bytesMax)
    {
        private readonly ArrayBufferWriter<byte> _kept = new();
        private long _number;
        private long _length;
        private byte _last;

        public void Append(in ReadOnlySequence<byte> bytes)
        {
            foreach (var part in bytes)
            {
                var keep = (int)Math.Min(part.Length, bytesMax + 1L - _kept.WrittenCount);
                _kept.Write(part.Span[..keep]);
                _length += part.Length;
                _last = part.Length > 0 ? part.Span[^1] : _last;
            }
        }

        /// <summary>Ends the line; null when it is empty.</summary>
        public ObjectLine? Take()
        {
            _number++;
            var length = _length > 0 && _last == (byte)'\r' ? _length - 1 : _length;
            var bytes = _kept.WrittenSpan[..(int)Math.Min(length, bytesMax)].ToArray();
            _kept.ResetWrittenCount();
            _length = 0;
            _last = 0;
            return length == 0 ? null : new ObjectLine(_number, bytes, length);
        }
    }
}
