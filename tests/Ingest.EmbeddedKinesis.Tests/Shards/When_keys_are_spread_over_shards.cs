using System.Numerics;
using CsCheck;
using Ingest.EmbeddedKinesis.Shards;

namespace Ingest.EmbeddedKinesis.Tests.Shards;

public sealed class When_keys_are_spread_over_shards
{
    [Fact]
    public void Ranges_cover_every_hash_key_once_and_are_even() => Gen.Int[1, 5000].Sample(
        count =>
        {
            var ranges = HashRange.Divide(count);
            Assert.Equal(UInt128.MinValue, ranges[0].Start);
            Assert.Equal(UInt128.MaxValue, ranges[^1].End);
            Assert.All(ranges.Zip(ranges.Skip(1)), pair => Assert.Equal(pair.First.End + 1, pair.Second.Start));
            Assert.Single(ranges.SkipLast(1).Select(range => range.End - range.Start).Append(ranges[0].End - ranges[0].Start).Distinct());
            var width = (BigInteger)ranges[^1].End - (BigInteger)ranges[^1].Start + 1;
            Assert.InRange(width, BigInteger.Pow(2, 128) / count, (BigInteger.Pow(2, 128) / count) + count);
        },
        iter: 200);

    [Fact]
    public async Task Records_land_in_the_shard_whose_range_holds_the_MD5_of_their_key_or_their_explicit_key()
    {
        await using var kinesis = await Endpoint.StartAsync();
        await kinesis.CreateAsync("s", shards: 7);
        var shards = (await kinesis.DoAsync("ListShards", new { StreamName = "s" })).GetProperty("Shards").EnumerateArray().ToArray();

        foreach (var key in new[] { "a", "b", "key", "ключ", new string('x', 256) })
        {
#pragma warning disable CA5351 // How Kinesis spreads keys.
            var hash = new BigInteger(System.Security.Cryptography.MD5.HashData(System.Text.Encoding.UTF8.GetBytes(key)), isUnsigned: true, isBigEndian: true);
#pragma warning restore CA5351
            var expected = shards.Single(shard => Holds(shard, hash)).Text("ShardId");
            Assert.Equal(expected, (await kinesis.PutAsync("s", "x", key)).Shard);
        }

        foreach (var shard in shards)
        {
            foreach (var end in new[] { "StartingHashKey", "EndingHashKey" })
            {
                var explicitKey = shard.GetProperty("HashKeyRange").Text(end);
                var put = await kinesis.DoAsync("PutRecord", new { StreamName = "s", PartitionKey = "k", Data = "", ExplicitHashKey = explicitKey });
                Assert.Equal(shard.Text("ShardId"), put.Text("ShardId"));
            }
        }
    }

    [Fact]
    public void Sequence_numbers_rise_with_the_place_and_say_where_it_is() => Gen.Select(
        Gen.Long[0, (1L << 36) - 1], Gen.Int[1, SequenceNumber.StreamIdMax], Gen.Long[-1, long.MaxValue - 2], Gen.Int[0, 100_000]).Sample(
        (created, stream, index, shard) =>
        {
            var number = new SequenceNumber(created, stream, index, shard);
            Assert.True(SequenceNumber.TryParse(number.ToString(), out var parsed));
            Assert.Equal(number, parsed);
            Assert.Equal(56, number.ToString().Length);
            Assert.True(BigInteger.Parse((number with { Index = index + 1 }).ToString()) > BigInteger.Parse(number.ToString()));
        });

    private static bool Holds(System.Text.Json.JsonElement shard, BigInteger hash)
    {
        var range = shard.GetProperty("HashKeyRange");
        return BigInteger.Parse(range.Text("StartingHashKey")) <= hash && hash <= BigInteger.Parse(range.Text("EndingHashKey"));
    }
}
