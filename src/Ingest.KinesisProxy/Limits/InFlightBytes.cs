using Ingest.KinesisProxy.Wire;
using Microsoft.Extensions.Options;

namespace Ingest.KinesisProxy.Limits;

/// <summary>Counts the bytes of all requests being served, and refuses what would pass the limit.</summary>
internal sealed class InFlightBytes(IOptions<KinesisProxyOptions> options)
{
    private readonly long _max = options.Value.InFlightBytesMax;
    private long _held;

    /// <summary>Bytes held at this moment.</summary>
    public long Held => Interlocked.Read(ref _held);

    /// <summary>A share that a request holds until it is answered.</summary>
    public Share Open() => new(this);

    private void Take(int bytes)
    {
        if (Interlocked.Add(ref _held, bytes) > _max)
        {
            Interlocked.Add(ref _held, -bytes);
            throw new RefusedException(ProxyError.Unavailable($"The proxy holds as many bytes as it may ({_max}); nothing of this request was sent."));
        }
    }

    /// <summary>The bytes of one request. Used by one request at a time.</summary>
    internal sealed class Share(InFlightBytes all) : IDisposable
    {
        private int _bytes;

        /// <exception cref="RefusedException">503: there is no room for so much more.</exception>
        public void Grow(int bytes)
        {
            all.Take(bytes);
            _bytes += bytes;
        }

        public void Dispose()
        {
            Interlocked.Add(ref all._held, -_bytes);
            _bytes = 0;
        }
    }
}
