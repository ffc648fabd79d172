using CsCheck;
using Ingest.EmbeddedKafka.Batches;
using Ingest.EmbeddedKafka.Partitions;
using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Tests.Partitions;

public sealed class When_producers_repeat_themselves
{
    [Fact]
    public void A_batch_that_follows_is_taken_and_one_of_the_last_five_is_known_again()
    {
        var states = new ProducerStates();
        for (var i = 0; i < 7; i++)
        {
            Assert.Equal((KafkaError.None, null), states.Check(Batch(sequence: i * 10, count: 10)));
            states.Add(Batch(i * 10, 10), baseOffset: 1000 + (i * 10), appendTime: 0, Task.CompletedTask);
        }

        Assert.Equal(1060, states.Check(Batch(60, 10)).Repeated!.BaseOffset);
        Assert.Equal(1020, states.Check(Batch(20, 10)).Repeated!.BaseOffset);
        Assert.Equal(KafkaError.OutOfOrderSequenceNumber, states.Check(Batch(10, 10)).Error);
        Assert.Equal(KafkaError.OutOfOrderSequenceNumber, states.Check(Batch(80, 10)).Error);
        Assert.Equal(KafkaError.OutOfOrderSequenceNumber, states.Check(Batch(60, 9)).Error);
    }

    [Fact]
    public void Numbers_go_on_with_zero_behind_the_largest()
    {
        var states = new ProducerStates();
        states.Add(Batch(int.MaxValue - 4, 10), 0, 0, Task.CompletedTask);

        Assert.Equal(4, Batch(int.MaxValue - 4, 10).LastSequence);
        Assert.Equal(KafkaError.None, states.Check(Batch(5, 1)).Error);
        Assert.Equal(KafkaError.OutOfOrderSequenceNumber, states.Check(Batch(6, 1)).Error);
    }

    [Fact]
    public void A_newer_epoch_begins_with_zero_and_an_older_one_is_refused()
    {
        var states = new ProducerStates();
        states.Add(Batch(0, 10, epoch: 3), 0, 0, Task.CompletedTask);

        Assert.Equal(KafkaError.InvalidProducerEpoch, states.Check(Batch(10, 1, epoch: 2)).Error);
        Assert.Equal(KafkaError.OutOfOrderSequenceNumber, states.Check(Batch(10, 1, epoch: 4)).Error);
        Assert.Equal(KafkaError.None, states.Check(Batch(0, 1, epoch: 4)).Error);
    }

    /// <summary>A full disk takes back what had its place: the producer sends it again, and nothing may come before it.</summary>
    [Fact]
    public void What_was_not_stored_must_come_again_first()
    {
        var states = new ProducerStates();
        states.Add(Batch(0, 10), 0, 0, Task.CompletedTask);
        states.Add(Batch(10, 10), 10, 0, Task.CompletedTask);

        states.RollBack(0);

        Assert.Equal(KafkaError.OutOfOrderSequenceNumber, states.Check(Batch(10, 10)).Error);
        Assert.Equal((KafkaError.None, null), states.Check(Batch(0, 10)));
    }

    /// <summary>Whatever arrives, again and late: every batch is stored once, in order.</summary>
    [Fact]
    public void However_batches_are_repeated_each_is_stored_once_in_order() => Gen.Int[0, 8].Array[1, 60].Sample(steps =>
    {
        var states = new ProducerStates();
        var stored = new List<int>();
        foreach (var step in steps)
        {
            // The next one, one of those before, or one too far.
            var sequence = Math.Max(0, stored.Count + 2 - step);
            var (error, repeated) = states.Check(Batch(sequence, 1));
            if (error == KafkaError.None && repeated is null && (stored.Count > 0 || sequence == 0))
            {
                states.Add(Batch(sequence, 1), stored.Count, 0, Task.CompletedTask);
                stored.Add(sequence);
            }
            else if (repeated is not null)
            {
                Assert.Equal(sequence, stored[(int)repeated.BaseOffset]);
            }
        }

        Assert.Equal(Enumerable.Range(0, stored.Count), stored);
    });

    private static BatchHeader Batch(int sequence, int count, short epoch = 0)
    {
        var bytes = new byte[BatchHeader.Bytes];
        var writer = new KafkaWriter(false);
        writer.Reserve(23).Clear();
        writer.WriteInt32(count - 1);
        writer.WriteInt64(0);
        writer.WriteInt64(0);
        writer.WriteInt64(77);
        writer.WriteInt16(epoch);
        writer.WriteInt32(sequence);
        writer.WriteInt32(count);
        writer.Written.Span.CopyTo(bytes);
        writer.Dispose();
        return BatchHeader.Read(bytes);
    }
}
