using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Tests.Connections;

/// <summary>Whole requests of every kind that is served, to be changed at random.</summary>
internal static class RequestCorpus
{
    private static readonly byte[] Batch =
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 57, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0xe8, 0, 0, 0, 0, 0, 0, 3, 0xe8,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 1, 14, 0, 0, 0, 1, 2, 118, 0,
    ];

    private static readonly Dictionary<ApiKey, Action<KafkaWriter>> Bodies = new()
    {
        [ApiKey.ApiVersions] = _ => { },
        [ApiKey.Metadata] = body => Strings(body, "fuzz", "other"),
        [ApiKey.Produce] = body =>
        {
            body.WriteString(null);
            body.WriteInt16(-1);
            body.WriteInt32(1000);
            body.WriteArray(new[] { "fuzz" }, (topic, name) =>
            {
                topic.WriteString(name);
                topic.WriteArray(new[] { 0 }, (partition, number) =>
                {
                    partition.WriteInt32(number);
                    partition.WriteBytes(Batch);
                });
            });
        },
        [ApiKey.Fetch] = body =>
        {
            Array.ForEach([-1, 10, 1, 1 << 20], body.WriteInt32);
            body.WriteInt8(0);
            Partitions(body, partition =>
            {
                partition.WriteInt64(0);
                partition.WriteInt32(1 << 20);
            });
        },
        [ApiKey.ListOffsets] = body =>
        {
            body.WriteInt32(-1);
            Partitions(body, partition => partition.WriteInt64(-1));
        },
        [ApiKey.FindCoordinator] = body => body.WriteString("g"),
        [ApiKey.OffsetFetch] = body =>
        {
            body.WriteString("g");
            Partitions(body, _ => { });
        },
        [ApiKey.JoinGroup] = body =>
        {
            body.WriteString("g");
            body.WriteInt32(6000);
            body.WriteString("");
            body.WriteString("consumer");
            body.WriteArray(new[] { "range" }, (protocol, name) =>
            {
                protocol.WriteString(name);
                protocol.WriteBytes([0, 1, 0, 0, 0, 0]);
            });
        },
        [ApiKey.SyncGroup] = Member,
        [ApiKey.Heartbeat] = Member,
        [ApiKey.LeaveGroup] = body => Array.ForEach(["g", "m"], body.WriteString),
        [ApiKey.DescribeGroups] = body => Strings(body, "g"),
        [ApiKey.ListGroups] = _ => { },
        [ApiKey.DeleteGroups] = body => Strings(body, "nobody"),
        [ApiKey.InitProducerId] = body =>
        {
            body.WriteString(null);
            body.WriteInt32(1000);
        },
        [ApiKey.DescribeConfigs] = body => body.WriteArray(new[] { "fuzz" }, (resource, name) =>
        {
            resource.WriteInt8(2);
            resource.WriteString(name);
            resource.WriteArray<string>(null, (key, text) => key.WriteString(text));
        }),
        [ApiKey.CreateTopics] = body =>
        {
            body.WriteArray(new[] { "fuzz" }, (topic, name) =>
            {
                topic.WriteString(name);
                topic.WriteInt32(1);
                topic.WriteInt16(1);
                topic.WriteInt32(0);
                topic.WriteInt32(0);
            });
            body.WriteInt32(1000);
        },
        [ApiKey.DeleteTopics] = body =>
        {
            Strings(body, "nothing");
            body.WriteInt32(1000);
        },
    };

    /// <summary>The oldest version of each that is not refused for its age.</summary>
    public static IReadOnlyList<byte[]> Requests { get; } =
    [
        .. Bodies.Select(entry => KafkaWire.Frame(entry.Key, entry.Key switch { ApiKey.Produce => 3, ApiKey.Fetch => 4, ApiKey.ListOffsets or ApiKey.OffsetFetch => 1, _ => 0 }, 1, false, entry.Value)),
    ];

    /// <summary>A request with some of its bytes changed, cut off, doubled, or none at all.</summary>
    public static byte[] Mutate(Random random)
    {
        var request = (byte[])Requests[random.Next(Requests.Count)].Clone();
        for (var changes = random.Next(6); changes > 0; changes--)
        {
            // Rarely the length itself: then the rest is not looked at.
            request[random.Next(10) == 0 ? random.Next(4) : random.Next(4, request.Length)] = (byte)random.Next(256);
        }

        return random.Next(8) switch
        {
            0 => request[..random.Next(request.Length)],
            1 => [.. request, .. request],
            2 => Noise(random, random.Next(1, 2000)),
            _ => request,
        };
    }

    private static byte[] Noise(Random random, int length)
    {
        var noise = new byte[length];
        random.NextBytes(noise);
        return noise;
    }

    private static void Strings(KafkaWriter body, params string[] items) => body.WriteArray(items, (item, text) => item.WriteString(text));

    private static void Member(KafkaWriter body)
    {
        body.WriteString("g");
        body.WriteInt32(1);
        body.WriteString("m");
        body.WriteInt32(0);
    }

    private static void Partitions(KafkaWriter body, Action<KafkaWriter> rest) => body.WriteArray(new[] { "fuzz" }, (topic, name) =>
    {
        topic.WriteString(name);
        topic.WriteArray(new[] { 0 }, (partition, number) =>
        {
            partition.WriteInt32(number);
            rest(partition);
        });
    });
}
