namespace Ingest.Api.Tests.Access;

public sealed class When_a_path_is_spelled_otherwise(When_a_path_is_spelled_otherwise.ClosedGateway closed)
    : IClassFixture<When_a_path_is_spelled_otherwise.ClosedGateway>
{
    /// <summary>Written to the socket as they are: an HTTP client would tidy them first.</summary>
    [Theory]
    [InlineData("DELETE //streams/s")]
    [InlineData("DELETE /streams//s")]
    [InlineData("DELETE /streams/s//")]
    [InlineData("DELETE /streams/s/")]
    [InlineData("DELETE /STREAMS/s")]
    [InlineData("DELETE /%73treams/s")]
    [InlineData("DELETE /streams%2Fs")]
    [InlineData("DELETE /topics/..%2Fstreams/s")]
    [InlineData("DELETE /consumers/g/instances/../../../streams/s")]
    [InlineData("DELETE /consumers/g/instances/..%2f..%2f..%2fstreams%2fs")]
    [InlineData("DELETE /consumers/g/instances/%2e%2e")]
    [InlineData("DELETE /consumers/g/instances/%252e%252e%252f")]
    [InlineData("DELETE /consumers/g/instances/..\\..\\..\\streams\\s")]
    [InlineData("DELETE /test/test/streams/s")]
    [InlineData("DELETE http://other/streams/s")]
    [InlineData("delete /streams/s")]
    [InlineData("POST /streams/s?/record")]
    [InlineData("POST /streams/s%3F/record/..")]
    [InlineData("POST /streams/record/")]
    [InlineData("POST /streams/s/record%2F..")]
    [InlineData("POST /streams/s/%2e%2e/s")]
    public async Task No_spelling_of_a_path_gets_around_it(string line)
    {
        var answer = await closed.Gateway.SendRawAsync($"{line} HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", TestContext.Current.CancellationToken);

        Assert.Matches("^HTTP/1.1 40[034] ", answer);
        Assert.Empty(closed.Gateway.Kafka.Requests.Concat(closed.Gateway.Kinesis.Requests));
    }

    /// <summary>One for all cases: none may leave a trace.</summary>
    public sealed class ClosedGateway : IAsyncLifetime
    {
        internal RunningGateway Gateway { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Gateway = await RunningGateway.StartAsync();

        public ValueTask DisposeAsync() => Gateway.DisposeAsync();
    }
}
