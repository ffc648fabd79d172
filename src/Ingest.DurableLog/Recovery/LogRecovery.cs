using Ingest.DurableLog.Files;
using Ingest.DurableLog.Format;
using Ingest.DurableLog.Reading;

namespace Ingest.DurableLog.Recovery;

/// <summary>Reads a log from its start when it is opened, and cuts off what a crash left half written.</summary>
/// <remarks>
/// <list type="number">
/// <item>Valid blocks are taken one after another, up to a seal or the first bytes that are no valid block.</item>
/// <item>The rest is searched for valid blocks. One that says more was flushed than what was taken means that acknowledged
/// records are damaged: opening fails and changes nothing.</item>
/// <item>Otherwise the rest was never acknowledged and is cut off. Then the log is flushed and sealed: what was taken may
/// be read from now on, so it must stay.</item>
/// </list>
/// </remarks>
internal sealed class LogRecovery(string path, LogFile file)
{
    private const int WindowBytes = 1 << 20;

    /// <exception cref="DurableLogDamagedException">Acknowledged records are damaged.</exception>
    public async Task<(Tail Tail, uint Seed, LogRecoveryReport Report)> RunAsync(CancellationToken cancellation)
    {
        var length = file.Length;
        var seed = await ReadFileHeaderAsync(length, cancellation);
        var blocks = new BlockReader(file, seed, length, (int)Math.Min(WindowBytes, Math.Max(length, BlockHeader.Bytes)));
        var tail = new Tail();
        var position = (long)FileHeader.Bytes;
        long count = 0;
        while (await blocks.ReadAsync(position, cancellation) is { IsSeal: false } block)
        {
            if (block.FirstIndex != count)
            {
                throw new DurableLogDamagedException(path, position, $"a block starts with record {block.FirstIndex} where {count} is due.");
            }

            (position, count) = (block.End, count + block.Records);
            tail.Advance(position, count, [block]);
        }

        await RefuseIfMoreWasFlushedAsync(blocks, position, length, cancellation);
        var torn = length - position - (await blocks.ReadAsync(position, cancellation) is { IsSeal: true } ? BlockHeader.Bytes : 0);
        if (torn > 0)
        {
            file.Truncate(position);
        }

        // Flushed before the seal says so: a power cut between the two must not turn an unflushed block into damage.
        file.Flush();
        file.WriteSeal(position, count, seed);
        file.Flush();
        return (tail, seed, new LogRecoveryReport(count, position, torn));
    }

    private async Task<uint> ReadFileHeaderAsync(long length, CancellationToken cancellation)
    {
        var header = await new BlockReader(file, 0, length, FileHeader.Bytes).ViewAsync(0, FileHeader.Bytes, cancellation);
        return FileHeader.TryRead(header.Span, out var seed)
            ? seed
            : throw new DurableLogDamagedException(path, 0, "it does not start as a log does; another program's file, another version or damage.");
    }

    private async Task RefuseIfMoreWasFlushedAsync(BlockReader blocks, long end, long length, CancellationToken cancellation)
    {
        var position = end;
        while (length - position >= BlockHeader.Bytes)
        {
            var view = await blocks.ViewAsync(position, BlockHeader.Bytes, cancellation);
            var magic = view.Span.IndexOf(BlockHeader.Magic);
            if (magic != 0)
            {
                // A magic may stand across the end of what is in view.
                position += magic > 0 ? magic : view.Length - BlockHeader.Magic.Length + 1;
                continue;
            }

            if (await blocks.ReadAsync(position, cancellation) is { } block && block.FlushedBefore > end)
            {
                throw new DurableLogDamagedException(
                    path, end, $"the block at {position} says that all before byte {block.FlushedBefore} was flushed. Nothing was changed.");
            }

            position++;
        }
    }
}
