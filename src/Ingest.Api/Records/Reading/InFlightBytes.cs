using Microsoft.Extensions.Options;

namespace Ingest.Api.Records.Reading;

/// <summary>Counts the memory of all requests being served, and refuses what would pass the limit.</summary>
internal sealed class InFlightBytes(IOptions<RecordsOptions> options)
{
    private readonly long _max = options.Value.InFlightBytesMax;
    private long _held;

    /// <summary>Bytes held at this moment.</summary>
    public long Held => Interlocked.Read(ref _held);

    /// <summary>A share that one request holds until it is disposed.</summary>
    public Share Open() => new(this);

    /// <summary>The bytes of one request. Used by one request at a time.</summary>
    internal sealed class Share(InFlightBytes all) : IDisposable
    {
        private long _bytes;

        /// <exception cref="RefusedException">503: there is no room for so much more.</exception>
        public void Grow(long bytes)
        {
            if (Interlocked.Add(ref all._held, bytes) > all._max)
            {
                Interlocked.Add(ref all._held, -bytes);
                throw new RefusedException(new Refusal(
                    StatusCodes.Status503ServiceUnavailable, $"The gateway holds as many bytes of records as it may (Records:InFlightBytesMax, {all._max})."));
            }

            _bytes += bytes;
        }

        public void Dispose()
        {
            Interlocked.Add(ref all._held, -_bytes);
            _bytes = 0;
        }
    }
}
