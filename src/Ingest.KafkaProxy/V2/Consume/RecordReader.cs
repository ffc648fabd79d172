using Confluent.Kafka;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V2.Consume;

/// <summary>Takes from a consumer instance what is to be answered at once.</summary>
internal sealed class RecordReader(RecordDecoder decoder, TimeProvider time)
{
    /// <summary>How often a reader that waits looks again; it waits without a thread.</summary>
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(10);

    /// <summary>Records in the order of their partitions: none when none came in time, else as many as are at hand.</summary>
    /// <param name="instance">Whose.</param>
    /// <param name="timeout">How long to wait for the first, or for the bytes that its settings ask for.</param>
    /// <param name="bytesMax">Keys and values together; one record always comes, however large.</param>
    /// <param name="cancellation">Ends the wait for the first.</param>
    /// <exception cref="RestException">409 when it reads nothing, 422 when the first record is not of its format.</exception>
    /// <exception cref="KafkaException">The broker refuses.</exception>
    public async Task<IReadOnlyList<ConsumeResult<byte[]?, byte[]?>>> ReadAsync(
        ConsumerInstance instance, TimeSpan timeout, long bytesMax, CancellationToken cancellation)
    {
        using var turn = await instance.TakeTurnAsync(cancellation);
        if (instance.Consumer.Subscription.Count == 0 && !instance.IsAssignedByHand)
        {
            throw new RestException(new(409, 40903, "The consumer has neither a subscription nor an assignment."));
        }

        var started = time.GetTimestamp();
        var batch = new RecordBatch(instance, decoder, bytesMax);
        while (!batch.IsFull)
        {
            ConsumeResult<byte[]?, byte[]?>? record;
            try
            {
                record = Poll(instance);
            }
            catch (KafkaException) when (batch.Records.Count > 0)
            {
                break; // what was taken is answered; the next read meets what is wrong
            }

            if (record is not null)
            {
                await batch.AddAsync(record);
            }
            else if (batch.IsEnough || time.GetElapsedTime(started) >= timeout)
            {
                break;
            }
            else
            {
                // Records that were taken are answered: from then on the client's hang-up changes nothing.
                await Task.Delay(PollInterval, time, batch.Records.Count == 0 ? cancellation : CancellationToken.None);
            }
        }

        return batch.HandOut();
    }

    private static ConsumeResult<byte[]?, byte[]?>? Poll(ConsumerInstance instance)
    {
        if (instance.Held is { } held)
        {
            instance.Held = null;
            return held;
        }

        try
        {
            var record = instance.Consumer.Consume(TimeSpan.Zero);
            if (record is null)
            {
                instance.Forget(instance.Next.Keys.Except(instance.Consumer.Assignment).ToArray());
            }

            return record;
        }
        catch (ConsumeException missing) when (missing.Error.Code == ErrorCode.UnknownTopicOrPart)
        {
            return null; // a topic of its list may be made later
        }
    }

    /// <summary>What a read has gathered.</summary>
    private sealed class RecordBatch(ConsumerInstance instance, RecordDecoder decoder, long bytesMax)
    {
        private long _bytes;

        public List<ConsumeResult<byte[]?, byte[]?>> Records { get; } = [];

        public bool IsFull { get; private set; }

        public bool IsEnough => Records.Count > 0 && _bytes >= instance.Settings.FetchBytesMin;

        public async ValueTask AddAsync(ConsumeResult<byte[]?, byte[]?> record)
        {
            ConsumeResult<byte[]?, byte[]?> shown;
            RestError? refusal;
            try
            {
                (shown, refusal) = await decoder.DecodeAsync(record, instance.Settings.Format);
            }
            catch when (Hold(record) && Records.Count > 0)
            {
                IsFull = true; // the next read begins with it, and tells of it
                return;
            }

            var bytes = (shown.Message.Key?.Length ?? 0) + (shown.Message.Value?.Length ?? 0);
            IsFull = Records.Count > 0 && (_bytes + bytes > bytesMax || refusal is not null);
            if (IsFull || refusal is not null)
            {
                // The next read begins with it: nothing is skipped that was not answered.
                Hold(record);
                if (Records.Count == 0)
                {
                    throw new RestException(refusal!);
                }

                return;
            }

            Records.Add(shown);
            _bytes += bytes;
        }

        private bool Hold(ConsumeResult<byte[]?, byte[]?> record)
        {
            instance.Held = record;
            return true;
        }

        public List<ConsumeResult<byte[]?, byte[]?>> HandOut()
        {
            Records.ForEach(instance.HandedOut);
            return Records;
        }
    }
}
