using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace Ingest.Local.Kafka;

/// <summary>What a real cluster does on a bad day, to be done on purpose.</summary>
internal sealed partial class MockKafka
{
    /// <summary>Answers the next requests of one kind with errors, one request each; those after them are served again.</summary>
    /// <param name="apiKey">The kind by its number in Kafka's protocol: 0 is Produce.</param>
    /// <param name="errors">The errors in order.</param>
    public void FailNext(short apiKey, params ErrorCode[] errors) =>
        PushRequestErrors(_cluster, apiKey, (nuint)errors.Length, [.. errors.Select(error => (int)error)]);

    /// <summary>Forgets the errors that <see cref="FailNext"/> has left for requests that did not come.</summary>
    public void FailNoMore(short apiKey) => ClearRequestErrors(_cluster, apiKey);

    /// <summary>Begins to count what <see cref="Received"/> tells.</summary>
    public void CountRequests() => StartRequestTracking(_cluster);

    /// <summary>How many requests of one kind have come since <see cref="CountRequests"/>; their effect is there, their answer may not be.</summary>
    public unsafe int Received(short apiKey)
    {
        var requests = GetRequests(_cluster, out var count);
        var received = new ReadOnlySpan<nint>((void*)requests, (int)count).ToArray().Count(request => RequestKind(request) == apiKey);
        DestroyRequests(requests, count);
        return received;
    }

    /// <summary>Makes another broker a partition's leader, or none: -1.</summary>
    public void MoveLeader(string topic, int partition, int broker) => Check(SetLeader(_cluster, topic, partition, broker));

    /// <summary>Makes broker 1 wait before each answer.</summary>
    public void AnswerAfter(TimeSpan wait) => Check(SetRoundTrip(_cluster, 1, (int)wait.TotalMilliseconds));

    /// <summary>Closes broker 1's connections and takes no new ones, until <see cref="BringUp"/>.</summary>
    public void TakeDown() => Check(SetDown(_cluster, 1));

    /// <summary>Ends what <see cref="TakeDown"/> began.</summary>
    public void BringUp() => Check(SetUp(_cluster, 1));

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new KafkaException((ErrorCode)error);
        }
    }

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_push_request_errors_array")]
    private static partial void PushRequestErrors(nint cluster, short apiKey, nuint count, int[] errors);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_clear_request_errors")]
    private static partial void ClearRequestErrors(nint cluster, short apiKey);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_start_request_tracking")]
    private static partial void StartRequestTracking(nint cluster);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_get_requests")]
    private static partial nint GetRequests(nint cluster, out nuint count);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_request_api_key")]
    private static partial short RequestKind(nint request);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_request_destroy_array")]
    private static partial void DestroyRequests(nint requests, nuint count);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_partition_set_leader", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetLeader(nint cluster, string topic, int partition, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_rtt")]
    private static partial int SetRoundTrip(nint cluster, int broker, int milliseconds);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_down")]
    private static partial int SetDown(nint cluster, int broker);

    [LibraryImport(Library, EntryPoint = "rd_kafka_mock_broker_set_up")]
    private static partial int SetUp(nint cluster, int broker);
}
