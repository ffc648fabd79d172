using System.Text;
using Ingest.KafkaProxy.Limits;
using Ingest.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Ingest.KafkaProxy.Tests.V2.Produce;

public sealed class When_a_limit_is_reached
{
    private static readonly (string, string?)[] Small =
        [("KafkaRest:RequestBytesMax", "1000"), ("KafkaRest:RecordsPerRequestMax", "3"), ("KafkaRest:InFlightBytesMax", "2536")];

    [Theory]
    [InlineData(1000, 200)]
    [InlineData(1001, 413)]
    [InlineData(100_000, 413)]
    public async Task A_body_over_the_limit_is_413(int bytes, int status)
    {
        await using var proxy = await RunningProxy.StartAsync(Small);

        var answer = await proxy.ProduceAsync("t", BodyOf(bytes));

        Assert.Equal(status, answer.Status);
        if (status == 413)
        {
            answer.IsError(413, 413);
        }
    }

    [Fact]
    public async Task A_body_that_decompresses_to_more_is_413()
    {
        await using var proxy = await RunningProxy.StartAsync(Small);
        using var compressed = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(compressed, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(BodyOf(100_000)));
        }

        (await proxy.PostAsync("/topics/t", compressed.ToArray(), RunningProxy.Json, "gzip")).IsError(413, 413);
    }

    [Fact]
    public async Task More_records_than_the_limit_are_413()
    {
        await using var proxy = await RunningProxy.StartAsync(Small);

        (await proxy.ProduceAsync("t", """{"records":[{},{},{},{}]}""")).IsError(413, 413, "more than 3 records");
        (await proxy.ProduceAsync("t", """{"records":[{},{},{}]}""")).HasCodes(0, 0, 0);
    }

    [Fact]
    public async Task Too_much_in_flight_is_503_until_the_broker_has_answered()
    {
        await using var proxy = await RunningProxy.StartAsync(Small);
        (await proxy.ProduceAsync("t", """{"records":[{}]}""")).HasCodes(0);
        proxy.Kafka.AnswerAfter(TimeSpan.FromSeconds(1));
        var inFlight = proxy.Service.Services.GetRequiredService<InFlightBytes>();

        var slow = proxy.ProduceAsync("t", BodyOf(1000));
        await Eventually.IsTrueAsync(() => Task.FromResult(inFlight.Current == 1512), "the first is under way");
        var refused = await proxy.ProduceAsync("t", BodyOf(1000));

        refused.IsError(503, 50301);
        Assert.Equal("1", refused.RetryAfter);
        (await slow).HasCodes(0);
        await Eventually.IsTrueAsync(() => Task.FromResult(inFlight.Current == 0), "all is given back");
        proxy.Kafka.AnswerAfter(TimeSpan.Zero);
        (await proxy.ProduceAsync("t", BodyOf(1000))).HasCodes(0);
    }

    private static string BodyOf(int bytes)
    {
        const string Empty = """{"records":[{"value":""}]}""";
        return Empty.Insert(Empty.IndexOf("\"\"", StringComparison.Ordinal) + 1, new string('x', bytes - Empty.Length));
    }
}
