using CsCheck;
using Ingest.KinesisProxy.Records;
using Microsoft.Extensions.Options;

namespace Ingest.KinesisProxy.Tests.Records;

public sealed class PendingEntriesTests
{
    [Fact]
    public void Every_record_is_sent_until_it_succeeds_within_the_limits_of_a_call_and_failed_ones_go_first() =>
        Gen.Select(Gen.Int[1, 40].Array[1, 60], Gen.Int[1, 10], Gen.Int[40, 100], Gen.Int).Sample((sizes, records, bytes, seed) =>
        {
            var random = new Random(seed);
            var entries = sizes.Select(size => new PutEntry(new byte[size - 1], "k", 1, null)).ToList();
            var pending = new PendingEntries(entries, records, bytes);
            var stored = new List<int>();
            List<int> failed = [];

            while (pending.Any)
            {
                var batch = pending.TakeBatch();
                Assert.InRange(batch.Count, 1, records);
                Assert.InRange(batch.Sum(index => sizes[index]), 1, bytes);
                Assert.Equal(failed, batch.Take(failed.Count));

                failed = batch.FindAll(_ => random.Next(3) == 0);
                stored.AddRange(batch.Except(failed));
                pending.PutBack([.. failed]);
            }

            Assert.Equal(Enumerable.Range(0, sizes.Length), stored.Order());
        });

    [Fact]
    public void A_wait_is_anything_up_to_a_bound_that_doubles_to_its_limit()
    {
        var backoff = new Backoff(new Random(1), TimeProvider.System, Options.Create(new KinesisProxyOptions()));

        foreach (var (failures, bound) in new[] { (1, 50), (2, 100), (3, 200), (6, 1600), (7, 2000), (1000, 2000) })
        {
            var waits = Enumerable.Range(0, 2000).Select(_ => backoff.Delay(failures).TotalMilliseconds).ToArray();
            Assert.All(waits, wait => Assert.InRange(wait, 0, bound));
            Assert.InRange(waits.Average(), bound * 0.45, bound * 0.55);
        }
    }
}
