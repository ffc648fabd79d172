using System.Text;
using CsCheck;

namespace Ingest.EmbeddedKinesis.Tests.Api;

/// <summary>Bodies cut, spliced and overwritten at random; CsCheck prints the seed of a failure.</summary>
public sealed class When_bodies_are_mutated
{
    private static readonly (string Action, string Body)[] Originals =
    [
        ("CreateStream", """{"StreamName":"s","ShardCount":1,"StreamModeDetails":{"StreamMode":"PROVISIONED"}}"""),
        ("DescribeStream", """{"StreamName":"s","Limit":5,"ExclusiveStartShardId":"shardId-000000000000"}"""),
        ("DescribeStreamSummary", """{"StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s"}"""),
        ("ListStreams", """{"Limit":3,"ExclusiveStartStreamName":"a"}"""),
        ("ListShards", """{"StreamName":"s","MaxResults":5,"ShardFilter":{"Type":"AT_LATEST"}}"""),
        ("PutRecord", """{"StreamName":"s","PartitionKey":"k","Data":"aGVsbG8=","ExplicitHashKey":"170141183460469231731687303715884105728"}"""),
        ("PutRecords", """{"StreamName":"s","Records":[{"PartitionKey":"k","Data":"aGVsbG8="},{"PartitionKey":"\u043a","Data":"","ExplicitHashKey":"0"}]}"""),
        ("GetShardIterator", """{"StreamName":"s","ShardId":"shardId-000000000000","ShardIteratorType":"AT_TIMESTAMP","Timestamp":1.5e9}"""),
        ("GetShardIterator", """{"StreamName":"s","ShardId":"shardId-000000000000","ShardIteratorType":"AFTER_SEQUENCE_NUMBER","StartingSequenceNumber":"FIRST"}"""),
        ("GetRecords", """{"ShardIterator":"ITERATOR","Limit":10}"""),
        ("DeleteStream", """{"StreamName":"other"}"""),
    ];

    private static readonly Gen<byte[]> Piece = Gen.OneOf(
        Gen.Byte.Array[1, 4],
        Gen.OneOf(new[] { "null", "[]", "{}", "\"\"", "-1", "0", "1e400", "99999999999999999999", "true", "\\ud800", "\\", "\"", ",", ":", "{", "}", "[", "]", "=", "/../" }.Select(Gen.Const).ToArray())
            .Select(Encoding.UTF8.GetBytes));

    private static readonly Gen<(int Original, (double At, int Cut, byte[] Piece)[] Edits)> Mutation = Gen.Select(
        Gen.Int[0, Originals.Length - 1], Gen.Select(Gen.Double.Unit, Gen.Int[0, 12], Piece).Array[1, 3]);

    [Fact]
    public async Task The_answer_is_always_an_outcome_or_a_refusal_of_a_Kinesis_type()
    {
        await using var kinesis = await Endpoint.StartAsync(settings: ("EmbeddedKinesis:ShardsMax", "20"));
        await kinesis.CreateAsync("s", shards: 2);
        var (_, number) = await kinesis.PutAsync("s", "x", "a");
        var iterator = await kinesis.IteratorAsync("s");
        var bodies = Array.ConvertAll(Originals, original => Encoding.UTF8.GetBytes(original.Body.Replace("FIRST", number, StringComparison.Ordinal).Replace("ITERATOR", iterator, StringComparison.Ordinal)));
        var refused = 0;

        await Mutation.SampleAsync(
            async mutation =>
            {
                var body = mutation.Edits.Aggregate(bodies[mutation.Original], Apply);
                var answer = await kinesis.CallAsync(Originals[mutation.Original].Action, body);
                if (answer.Status != 200)
                {
                    Assert.Equal(400, answer.Status);
                    Assert.EndsWith("Exception", answer.Type, StringComparison.Ordinal);
                    Interlocked.Increment(ref refused);
                }
            },
            iter: 5_000,
            threads: 2);

        Assert.InRange(refused, 1_000, 5_000);
        Assert.Equal(200, (await kinesis.CallAsync("DescribeStream", new { StreamName = "s" })).Status);
    }

    private static byte[] Apply(byte[] body, (double At, int Cut, byte[] Piece) edit)
    {
        var at = (int)(edit.At * body.Length);
        return [.. body[..at], .. edit.Piece, .. body[Math.Min(body.Length, at + edit.Cut)..]];
    }
}
