using System.Buffers;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Ingest.KafkaProxy.V2.Consume;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V2.Events;

/// <summary>Writes records as server-sent events (WHATWG HTML, section 9.2) for as long as the client takes them.</summary>
/// <remarks>A slow client is waited for: nothing more is taken from the consumer until it has read what was written.</remarks>
internal sealed class EventStream(HttpResponse response, IConsumer<byte[]?, byte[]?> consumer, EventPositions positions, ConsumerFormat format, RecordDecoder decoder, KafkaRestOptions options, TimeProvider time)
{
    private const int FlushAt = 32 << 10;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    private readonly ArrayBufferWriter<byte> _json = new();
    private int _unflushed;

    /// <exception cref="OperationCanceledException">The client has left, or the service stops.</exception>
    /// <exception cref="KafkaException">The broker refuses.</exception>
    public async Task RunAsync(CancellationToken ending)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        response.Headers["X-Accel-Buffering"] = "no"; // nginx would hold events back
        await response.BodyWriter.FlushAsync(ending); // the client's stream is open now, records or not
        var written = time.GetTimestamp();
        while (true)
        {
            var record = consumer.Consume(TimeSpan.Zero);
            if (record is not null)
            {
                await WriteAsync(record);
            }
            else if (_unflushed == 0 && time.GetElapsedTime(written) >= options.EventsHeartbeat)
            {
                Write(": \n\n"u8);
            }

            if (_unflushed > (record is null ? 0 : FlushAt))
            {
                await FlushAsync(ending);
                written = time.GetTimestamp();
            }

            if (record is null)
            {
                await Task.Delay(PollInterval, time, ending);
            }
        }
    }

    private async Task FlushAsync(CancellationToken ending)
    {
        _unflushed = 0;
        var flushed = await response.BodyWriter.FlushAsync(ending);
        if (flushed.IsCompleted)
        {
            throw new OperationCanceledException("The client has left.");
        }
    }

    private async ValueTask WriteAsync(ConsumeResult<byte[]?, byte[]?> record)
    {
        var (shown, refusal) = await decoder.DecodeAsync(record, format);
        if (refusal is { Status: not StatusCodes.Status422UnprocessableEntity })
        {
            throw new OperationCanceledException($"The stream ends in front of a record: {refusal.Message}"); // its client comes back, and begins with it
        }

        positions.Passed(record.Partition.Value, record.Offset.Value);
        Write(shown, refusal);
    }

    private void Write(ConsumeResult<byte[]?, byte[]?> record, RestError? refusal)
    {
        Write(refusal is null ? "id: "u8 : "event: error\nid: "u8);
        Write(Encoding.UTF8.GetBytes(positions.ToString()));
        Write("\ndata: "u8);
        using (var json = new Utf8JsonWriter(_json, RecordsAnswer.Options))
        {
            if (refusal is null)
            {
                RecordsAnswer.Write(json, record, format, options.Strict);
            }
            else
            {
                json.WriteStartObject();
                json.WriteNumber("error_code"u8, refusal.Code);
                json.WriteString("message"u8, refusal.Message);
                json.WriteEndObject();
            }
        }

        // A line break in JSON is white space, and would end the event's line.
        var line = _json.WrittenSpan.ToArray();
        line.AsSpan().ReplaceAny(LineBreaks, (byte)' ');
        _json.ResetWrittenCount();
        Write(line);
        Write("\n\n"u8);
    }

    private static readonly SearchValues<byte> LineBreaks = SearchValues.Create("\r\n"u8);

    private void Write(ReadOnlySpan<byte> bytes)
    {
        response.BodyWriter.Write(bytes);
        _unflushed += bytes.Length;
    }
}
