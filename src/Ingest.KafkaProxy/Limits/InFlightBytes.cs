using Microsoft.Extensions.Options;

namespace Ingest.KafkaProxy.Limits;

/// <summary>Counts the bytes of all requests that are being read or wait for the broker, and says when there are too many.</summary>
internal sealed class InFlightBytes(IOptions<KafkaRestOptions> options)
{
    private readonly long _max = options.Value.InFlightBytesMax;
    private long _current;

    public long Current => Volatile.Read(ref _current);

    /// <summary>A claim of no bytes yet; disposing it gives back what it has grown to.</summary>
    public Claim Open() => new(this);

    internal sealed class Claim(InFlightBytes owner) : IDisposable
    {
        private long _bytes;

        /// <summary>Makes this claim <paramref name="bytes"/> larger.</summary>
        /// <returns>False, and the claim is as before, when that would go over the limit.</returns>
        public bool TryGrow(long bytes)
        {
            if (Interlocked.Add(ref owner._current, bytes) > owner._max)
            {
                Interlocked.Add(ref owner._current, -bytes);
                return false;
            }

            _bytes += bytes;
            return true;
        }

        public void Dispose()
        {
            Interlocked.Add(ref owner._current, -_bytes);
            _bytes = 0;
        }
    }
}
