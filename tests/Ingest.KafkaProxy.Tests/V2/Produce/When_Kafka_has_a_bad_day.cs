using Confluent.Kafka;
using Ingest.Testing;

namespace Ingest.KafkaProxy.Tests.V2.Produce;

/// <summary>Whatever happens to Kafka, what is said of a record is true, and the proxy goes on by itself when it is over.</summary>
public sealed class When_Kafka_has_a_bad_day
{
    private const short Produce = 0;
    private const string Topic = "t";

    [Fact]
    public async Task Brokers_that_are_down_leave_records_that_may_be_sent_again()
    {
        var (proxy, claims) = await StartAsync();
        await using var _ = proxy;
        proxy.Kafka.TakeDown();

        Assert.All(await claims.SendAsync(), code => Assert.Equal(50003, code));
        Assert.Equal(503, (await proxy.GetAsync("/healthz/ready")).Status);

        proxy.Kafka.BringUp();
        await claims.RecoverAsync();
        claims.Hold();
    }

    [Fact]
    public async Task A_broker_that_goes_and_comes_while_records_are_under_way_costs_none_of_them()
    {
        var (proxy, claims) = await StartAsync(deadline: "00:00:20");
        await using var _ = proxy;
        var sending = await LoseAnswersAsync(proxy, () => claims.SendAsync(5));

        Assert.All(await sending, code => Assert.Equal(0, code));
        await claims.RecoverAsync();
        claims.Hold();
    }

    [Fact]
    public async Task Leaders_that_move_take_their_records_along()
    {
        var (proxy, claims) = await StartAsync(deadline: "00:00:20", brokers: 3);
        await using var _ = proxy;

        for (var round = 1; round <= 4; round++)
        {
            var sending = claims.SendAsync(4);
            for (var partition = 0; partition < 4; partition++)
            {
                proxy.Kafka.MoveLeader(Topic, partition, 1 + ((partition + round) % 3));
            }

            Assert.All(await sending, code => Assert.Equal(0, code));
        }

        await claims.RecoverAsync();
        claims.Hold();
    }

    [Theory]
    [InlineData(ErrorCode.NotEnoughReplicas)]
    [InlineData(ErrorCode.NotEnoughReplicasAfterAppend)]
    [InlineData(ErrorCode.RequestTimedOut)]
    public async Task What_passes_but_not_in_time_may_be_sent_again(ErrorCode error)
    {
        var (proxy, claims) = await StartAsync();
        await using var _ = proxy;
        proxy.Kafka.FailNext(Produce, [.. Enumerable.Repeat(error, 10_000)]);

        Assert.All(await claims.SendAsync(), code => Assert.Equal(50003, code));
        Assert.Equal(200, (await proxy.GetAsync("/healthz/ready")).Status);

        proxy.Kafka.FailNoMore(Produce);
        await claims.RecoverAsync();
        claims.Hold();
    }

    [Theory]
    [InlineData(ErrorCode.TopicAuthorizationFailed, 40301)]
    [InlineData(ErrorCode.ClusterAuthorizationFailed, 40301)]
    [InlineData(ErrorCode.MsgSizeTooLarge, 50002)]
    [InlineData(ErrorCode.InvalidRecord, 50002)]
    [InlineData(ErrorCode.PolicyViolation, 50002)]
    public async Task What_is_refused_for_good_is_nowhere_and_the_next_is_stored(ErrorCode error, int code)
    {
        var (proxy, claims) = await StartAsync();
        await using var _ = proxy;
        proxy.Kafka.FailNext(Produce, [.. Enumerable.Repeat(error, 10_000)]);

        Assert.All(await claims.SendAsync(), actual => Assert.Equal(code, actual));
        Assert.Equal(200, (await proxy.GetAsync("/healthz/ready")).Status);

        proxy.Kafka.FailNoMore(Produce);
        await claims.RecoverAsync();
        claims.Hold();
    }

    /// <summary>As when a broker has lost records: librdkafka's producer is of no use then.</summary>
    [Fact]
    public async Task A_producer_that_fails_for_good_is_replaced_again_and_again()
    {
        var (proxy, claims) = await StartAsync();
        await using var _ = proxy;
        for (var failures = 0; failures < 4; failures++)
        {
            proxy.Kafka.FailNext(Produce, ErrorCode.OutOfOrderSequenceNumber);

            Assert.Contains(50003, await claims.SendAsync());
            await claims.RecoverAsync();
        }

        claims.Hold();
    }

    [Fact]
    public async Task A_slow_broker_only_takes_longer()
    {
        var (proxy, claims) = await StartAsync(deadline: "00:00:20");
        await using var _ = proxy;
        proxy.Kafka.AnswerAfter(TimeSpan.FromMilliseconds(400));

        Assert.All(await claims.SendAsync(10), code => Assert.Equal(0, code));

        proxy.Kafka.AnswerAfter(TimeSpan.Zero);
        await claims.RecoverAsync();
        claims.Hold();
    }

    [Fact]
    public async Task A_full_queue_takes_again_when_there_is_room()
    {
        var (proxy, claims) = await StartAsync(deadline: "00:00:20", settings: ("Kafka:Client:queue_buffering_max_messages", "10"));
        await using var _ = proxy;
        proxy.Kafka.AnswerAfter(TimeSpan.FromMilliseconds(300));

        var codes = await claims.SendAsync(10, 10);
        Assert.Contains(0, codes);
        Assert.All(codes, code => Assert.True(code is 0 or 50003, $"{code}"));

        proxy.Kafka.AnswerAfter(TimeSpan.Zero);
        await claims.RecoverAsync();
        claims.Hold();
    }

    /// <summary>The first request has its effect and its answer is lost; what is said then of its records is what the second one gets.</summary>
    [Theory]
    [InlineData(ErrorCode.NoError, 0)]
    [InlineData(ErrorCode.TopicAuthorizationFailed, 50003)]
    [InlineData(ErrorCode.MsgSizeTooLarge, 50003)]
    [InlineData(ErrorCode.InvalidRecord, 50003)]
    public async Task After_a_lost_answer_nothing_is_said_to_have_failed_for_good(ErrorCode second, int code)
    {
        var (proxy, claims) = await StartAsync(deadline: "00:00:20");
        await using var _ = proxy;
        proxy.Kafka.FailNext(Produce, ErrorCode.NoError, second);
        var sending = await LoseAnswersAsync(proxy, () => claims.SendAsync(1, 1));

        Assert.Equal([code], await sending);

        proxy.Kafka.FailNoMore(Produce);
        await claims.RecoverAsync();
        claims.Hold();
    }

    private static async Task<(RunningProxy Proxy, Claims Claims)> StartAsync(
        string deadline = "00:00:01", int brokers = 1, params (string, string?)[] settings)
    {
        var proxy = await RunningProxy.StartAsync(
            brokers,
            [
                ("KafkaRest:ProduceDeadline", deadline),
                ("KafkaRest:StatusFromRecords", "true"),
                ("KafkaRest:MetadataTimeout", "00:00:00.500"),
                ("KafkaRest:ReadinessCacheAge", "00:00:00"),
                .. settings,
            ]);
        proxy.Kafka.CreateTopic(Topic, 4);
        var claims = new Claims(proxy, Topic);
        Assert.All(await claims.SendAsync(1), code => Assert.Equal(0, code));
        return (proxy, claims);
    }

    /// <summary>Lets what is sent have its effect, and cuts the connection before Kafka's answer.</summary>
    private static async Task<Task<int[]>> LoseAnswersAsync(RunningProxy proxy, Func<Task<int[]>> send)
    {
        proxy.Kafka.AnswerAfter(TimeSpan.FromSeconds(30));
        proxy.Kafka.CountRequests();
        var sending = send();
        await Eventually.IsTrueAsync(() => Task.FromResult(proxy.Kafka.Received(Produce) > 0), "Kafka has the records");

        proxy.Kafka.TakeDown();
        proxy.Kafka.AnswerAfter(TimeSpan.Zero);
        proxy.Kafka.BringUp();
        return sending;
    }
}
