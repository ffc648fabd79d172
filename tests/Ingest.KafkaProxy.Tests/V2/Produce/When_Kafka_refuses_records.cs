using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace Ingest.KafkaProxy.Tests.V2.Produce;

/// <summary>Each has a Kafka of its own: what is injected must not hit another test.</summary>
public sealed class When_Kafka_refuses_records
{
    private const short Produce = 0;

    [Fact]
    public async Task A_partition_that_does_not_exist_fails_that_record_only()
    {
        await using var proxy = await RunningProxy.StartAsync();

        // The first request comes before the client knows the topic, the second after: two ways in librdkafka.
        for (var request = 0; request < 2; request++)
        {
            var answer = await proxy.ProduceAsync("t", """{"records":[{"value":1,"partition":0},{"value":2,"partition":9},{"value":3,"partition":0}]}""");

            Assert.Equal(200, answer.Status);
            Assert.Equal(
                $$"""{"offsets":[{"partition":0,"offset":{{2 * request}},"error_code":null,"error":null},{"partition":null,"offset":null,"error_code":50002,"error":"Local: Unknown partition"},{"partition":0,"offset":{{(2 * request) + 1}},"error_code":null,"error":null}],"key_schema_id":null,"value_schema_id":null}""",
                answer.Body);
        }
    }

    [Fact]
    public async Task A_record_over_the_clients_limit_fails_that_record_only()
    {
        await using var proxy = await RunningProxy.StartAsync();
        var large = new string('x', 1_000_001);

        var answer = await proxy.ProduceAsync("t", $$"""{"records":[{"value":1},{"value":"{{large}}"},{"value":3}]}""");

        Assert.Equal(200, answer.Status);
        answer.HasCodes(0, 50002, 0);
    }

    [Theory]
    [InlineData(ErrorCode.MsgSizeTooLarge, 200, 50002)]
    [InlineData(ErrorCode.InvalidRecord, 200, 50002)]
    [InlineData(ErrorCode.TopicAuthorizationFailed, 403, 40301)]
    [InlineData(ErrorCode.ClusterAuthorizationFailed, 403, 40301)]
    [InlineData(ErrorCode.SaslAuthenticationFailed, 401, 40101)]
    public async Task A_final_error_is_sorted_into_the_contracts_codes(ErrorCode error, int status, int code)
    {
        await using var proxy = await RunningProxy.StartAsync();
        (await proxy.ProduceAsync("t", """{"records":[{"value":0}]}""")).HasCodes(0);
        proxy.Kafka.FailNext(Produce, error);

        var answer = await proxy.ProduceAsync("t", """{"records":[{"value":1}]}""");

        Assert.Equal(status, answer.Status);
        answer.HasCodes(code);
    }

    [Fact]
    public async Task A_passing_error_is_retried_and_the_record_stored_once()
    {
        await using var proxy = await RunningProxy.StartAsync();
        proxy.Kafka.FailNext(Produce, ErrorCode.NotEnoughReplicas, ErrorCode.RequestTimedOut);

        (await proxy.ProduceAsync("t", """{"records":[{"value":1}]}""")).HasCodes(0);

        Assert.Single(proxy.Stored("t"));
    }

    [Fact]
    public async Task A_full_queue_fails_what_did_not_fit_and_stores_the_rest()
    {
        await using var proxy = await RunningProxy.StartAsync(("Kafka:Client:queue_buffering_max_messages", "10"));
        proxy.Kafka.CreateTopic("t", 4);
        proxy.Kafka.AnswerAfter(TimeSpan.FromMilliseconds(300));
        var records = string.Join(',', Enumerable.Range(0, 50).Select(record => $$"""{"value":{{record}}}"""));

        var answer = await proxy.ProduceAsync("t", $$"""{"records":[{{records}}]}""");

        answer.HasCodes([.. Enumerable.Repeat(0, 10), .. Enumerable.Repeat(50003, 40)]);
        proxy.Kafka.AnswerAfter(TimeSpan.Zero);
        Assert.Equal(
            Enumerable.Range(0, 10),
            proxy.Stored("t").Select(record => int.Parse(Encoding.UTF8.GetString(record.Message.Value), CultureInfo.InvariantCulture)).Order());
    }

    [Theory]
    [InlineData("false", 200)]
    [InlineData("true", 503)]
    public async Task An_unreachable_broker_ends_at_the_deadline_with_50003(string statusFromRecords, int status)
    {
        await using var proxy = await RunningProxy.StartAsync(("KafkaRest:ProduceDeadline", "00:00:01"), ("KafkaRest:StatusFromRecords", statusFromRecords));
        (await proxy.ProduceAsync("t", """{"records":[{"value":0}]}""")).HasCodes(0);
        proxy.Kafka.TakeDown();

        var answer = await proxy.ProduceAsync("t", """{"records":[{"value":1},{"value":2}]}""");

        Assert.Equal(status, answer.Status);
        answer.HasCodes(50003, 50003);
        Assert.DoesNotContain("may be stored", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_whose_answer_does_not_come_in_time_may_be_stored_and_its_error_says_so()
    {
        await using var proxy = await RunningProxy.StartAsync(("KafkaRest:ProduceDeadline", "00:00:01"));
        (await proxy.ProduceAsync("t", """{"records":[{"value":0}]}""")).HasCodes(0);
        proxy.Kafka.AnswerAfter(TimeSpan.FromSeconds(5));

        var answer = await proxy.ProduceAsync("t", """{"records":[{"value":1}]}""");

        answer.HasCodes(50003);
        Assert.Contains("the record may be stored all the same", answer.Body, StringComparison.Ordinal);
        proxy.Kafka.AnswerAfter(TimeSpan.Zero);
        Assert.Contains(proxy.Stored("t"), record => Encoding.UTF8.GetString(record.Message.Value) == "1");
    }

    [Theory]
    [InlineData("""{"records":[{"value":1}]}""", 200)]
    [InlineData("""{"records":[{"value":1},{"value":2,"partition":9}]}""", 207)]
    [InlineData("""{"records":[{"value":2,"partition":9}]}""", 500)]
    public async Task The_status_follows_the_records_on_request(string body, int status)
    {
        await using var proxy = await RunningProxy.StartAsync(("KafkaRest:StatusFromRecords", "true"));

        Assert.Equal(status, (await proxy.ProduceAsync("t", body)).Status);
    }
}
