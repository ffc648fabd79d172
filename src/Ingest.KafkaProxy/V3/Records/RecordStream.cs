using System.Buffers;
using System.Text.Json;
using System.Threading.Channels;
using Confluent.Kafka;
using Ingest.KafkaProxy.Kafka;
using Ingest.KafkaProxy.Limits;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V3.Records;

/// <summary>One request's records and its reports on them: read while earlier ones are under way, reported in order as outcomes come.</summary>
/// <param name="response">Where the reports go.</param>
/// <param name="topic">The topic of all.</param>
/// <param name="clusterId">The cluster's id, which each report names.</param>
/// <param name="recordsMax">The most records under way; beyond it the request is not read on.</param>
internal sealed class RecordStream(HttpResponse response, string topic, string clusterId, int recordsMax)
{
    private readonly Channel<Task<RecordReport>> _pending = Channel.CreateBounded<Task<RecordReport>>(
        new BoundedChannelOptions(recordsMax) { SingleReader = true, SingleWriter = true });

    /// <summary>Adds a record to those under way, when there is room.</summary>
    public ValueTask AddAsync(Task<RecordReport> record) => _pending.Writer.WriteAsync(record, CancellationToken.None);

    /// <summary>No more will come.</summary>
    public void Complete() => _pending.Writer.Complete();

    /// <summary>Writes reports until all have been.</summary>
    public async Task ReportAsync()
    {
        response.ContentType = MediaTypes.Json;
        while (await _pending.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (_pending.Reader.TryRead(out var record))
            {
                if (!record.IsCompleted)
                {
                    // A client may wait for these before it sends more. One that has left ends the flush by itself.
                    await response.BodyWriter.FlushAsync(CancellationToken.None);
                }

                Write(await record);
            }

            await response.BodyWriter.FlushAsync(CancellationToken.None);
        }
    }

    /// <summary>Queues a record; the task is the report on it.</summary>
    public static Task<RecordReport> Enqueue(KafkaProducer producer, string topic, RecordRequest record, InFlightBytes.Claim claim)
    {
        var report = new TaskCompletionSource<RecordReport>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            producer.Enqueue(new TopicPartition(topic, record.Partition), record.Message, delivered =>
            {
                claim.Dispose();
                report.SetResult(RecordReport.Of(record, delivered));
            });
        }
        catch (ProduceException<byte[]?, byte[]?> refused)
        {
            claim.Dispose();
            report.SetResult(RecordReport.Failed(new(200, KafkaErrors.CodeOf(refused.Error.Code), refused.Error.Reason)));
        }

        return report.Task;
    }

    private void Write(RecordReport report)
    {
        using var json = new Utf8JsonWriter(response.BodyWriter, RestError.Readable);
        json.WriteStartObject();
        report.Write(json, clusterId, topic);
        json.WriteEndObject();
        json.Flush();
        response.BodyWriter.Write("\r\n"u8);
    }
}
