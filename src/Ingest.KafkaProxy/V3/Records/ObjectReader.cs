using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V3.Records;

/// <summary>Reads JSON objects that stand one after the other, with or without white space between, as they come.</summary>
/// <param name="input">Where from.</param>
/// <param name="bytesMax">The most bytes of one object.</param>
internal sealed class ObjectReader(PipeReader input, int bytesMax)
{
    private static readonly JsonReaderOptions Options = new() { AllowMultipleValues = true, MaxDepth = 1000 };

    /// <summary>Between objects: where the reader of the next one begins.</summary>
    private static readonly JsonReaderState Start = new(Options);

    /// <summary>The next object's bytes; null at the end.</summary>
    /// <exception cref="JsonException">What comes is no JSON.</exception>
    /// <exception cref="RestException">413 when it is too large, 400 when it is something else than an object.</exception>
    public async ValueTask<byte[]?> ReadAsync(CancellationToken cancellation)
    {
        var (state, consumed) = (Start, 0L);
        while (true)
        {
            var read = await input.ReadAsync(cancellation);
            var length = 0L;
            try
            {
                length = Scan(read.Buffer, read.IsCompleted, ref state, ref consumed);
                if ((length > 0 ? length : read.Buffer.Length) > bytesMax)
                {
                    throw new RestException(new(413, 413, $"A record is larger than {bytesMax} bytes."));
                }
            }
            catch
            {
                input.AdvanceTo(read.Buffer.End); // or the server could not read what is left of the request
                throw;
            }

            if (length > 0)
            {
                var bytes = read.Buffer.Slice(0, length).ToArray();
                input.AdvanceTo(read.Buffer.GetPosition(length));
                return bytes;
            }

            if (read.IsCompleted)
            {
                input.AdvanceTo(read.Buffer.End);
                return null;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>Goes on where it stopped; the length of the object, with the space before it, or 0 when it is not whole.</summary>
    private static long Scan(ReadOnlySequence<byte> buffer, bool isLast, ref JsonReaderState state, ref long consumed)
    {
        var json = new Utf8JsonReader(buffer.Slice(consumed), isLast, state);
        while (json.Read())
        {
            if (json.CurrentDepth == 0 && json.TokenType != JsonTokenType.StartObject)
            {
                return json.TokenType == JsonTokenType.EndObject
                    ? consumed + json.BytesConsumed
                    : throw new RestException(RestError.Malformed("A record has to be a JSON object."));
            }
        }

        consumed += json.BytesConsumed;
        state = json.CurrentState;
        return 0;
    }
}
