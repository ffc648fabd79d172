using Ingest.Testing;

namespace Ingest.KafkaProxy.Tests.Limits;

public sealed class When_a_caller_brings_too_much
{
    private const string Three = """{"records":[{"value":1},{"value":2},{"value":3}]}""";

    [Fact]
    public async Task Its_requests_are_429_until_it_may_again()
    {
        await using var proxy = await RunningProxy.StartAsync(("KafkaRest:RequestsPerSecondMax", "2"));

        Answer refused;
        var passed = 0;
        while ((refused = await proxy.GetAsync("/brokers")).Status == 200)
        {
            passed++;
        }

        Assert.True(passed >= 2, $"{passed} passed");
        refused.IsError(429, 42901, "2 requests a second");
        Assert.Equal("1", refused.RetryAfter);
        Assert.Equal(200, (await proxy.GetAsync("/healthz/live")).Status);
        await Eventually.BecomesAsync(() => proxy.ProduceAsync("t", Three), answer => answer.Status == 200, "it may again");
    }

    [Fact]
    public async Task Its_records_are_429_and_not_stored_until_it_may_again()
    {
        await using var proxy = await RunningProxy.StartAsync(("KafkaRest:RecordsPerSecondMax", "2"), ("KafkaRest:RecordsPerRequestMax", "3"));

        Answer answer;
        var stored = 0;
        while ((answer = await proxy.ProduceAsync("t", Three)).Status == 200)
        {
            answer.HasCodes(0, 0, 0);
            stored += 3;
        }

        answer.IsError(429, 42901, "2 records a second");
        Assert.InRange(int.Parse(answer.RetryAfter!, System.Globalization.CultureInfo.InvariantCulture), 1, 2);
        Assert.Equal(stored, proxy.Stored("t").Count);
        await Eventually.BecomesAsync(() => proxy.ProduceAsync("t", Three), again => again.Status == 200, "it may again");
    }
}
