using Ingest.EmbeddedKafka.Protocol;
using Ingest.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Ingest.EmbeddedKafka.Tests.Connections;

/// <summary>Such a connection is closed with one line in the log, and nobody else notices.</summary>
public sealed class When_what_comes_makes_no_sense
{
    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 3, 1, 2, 3 }, "A request of 3 bytes is announced; from 10 to 104857600 are allowed.")]
    [InlineData(new byte[] { 0x7f, 0, 0, 0 }, "A request of 2130706432 bytes is announced; from 10 to 104857600 are allowed.")]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff }, "A request of -1 bytes is announced; from 10 to 104857600 are allowed.")]
    [InlineData(new byte[] { 0, 0, 0, 10, 3, 0xe7, 0, 0, 0, 0, 0, 1, 0xff, 0xff }, "A request of kind 999 is not served.")]
    [InlineData(new byte[] { 0, 0, 0, 10, 0, 1, 0, 99, 0, 0, 0, 1, 0xff, 0xff }, "Fetch version 99 is not served; versions 4 to 12 are.")]
    [InlineData(new byte[] { 0, 0, 0, 14, 0, 3, 0, 1, 0, 0, 0, 1, 0xff, 0xff, 0x10, 0, 0, 0 }, "An array of 268435456 elements is announced where 0 bytes are left.")]
    [InlineData(new byte[] { 0, 0, 0, 16, 0, 3, 0, 1, 0, 0, 0, 1, 0xff, 0xff, 0, 0, 0, 1, 0, 9 }, "9 bytes are announced where 0 are left.")]
    [InlineData(new byte[] { (byte)'G', (byte)'E', (byte)'T', (byte)' ', (byte)'/', (byte)' ' }, "A request of 1195725856 bytes is announced; from 10 to 104857600 are allowed.")]
    public async Task The_connection_is_closed_with_the_reason_in_the_log_and_others_go_on(byte[] bytes, string reason)
    {
        await using var broker = await RunningBroker.StartAsync();
        using var healthy = broker.Connect();
        using var wire = broker.Connect();

        await wire.Stream.WriteAsync(bytes, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<EndOfStreamException>(() => wire.AnswerAsync());
        Assert.Equal([$"Closed the connection of /127.0.0.1: {reason} "], broker.Log.Lines);
        Assert.Equal(0, (await healthy.AskAsync(ApiKey.ApiVersions, 0, false, _ => { })).ReadInt16());
    }

    [Fact]
    public async Task A_request_that_does_not_come_whole_in_time_is_given_up()
    {
        var time = new FakeTimeProvider();
        await using var broker = await RunningBroker.StartAsync(options => options with { RequestReceiveMax = TimeSpan.FromSeconds(3) }, time);
        using var wire = broker.Connect();
        await wire.Stream.WriteAsync(new byte[] { 0, 0, 1, 0, 1 }, TestContext.Current.CancellationToken);

        await Eventually.IsTrueAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(broker.Log.Lines.Length > 0);
        }, "the connection was closed");

        await Assert.ThrowsAsync<EndOfStreamException>(() => wire.AnswerAsync());
        Assert.Contains("did not come within 00:00:03", broker.Log.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_beyond_the_limit_is_closed_and_the_others_stay()
    {
        await using var broker = await RunningBroker.StartAsync(options => options with { ConnectionsMax = 2 });
        using var first = broker.Connect();
        using var second = broker.Connect();
        Assert.Equal(0, (await first.AskAsync(ApiKey.ApiVersions, 0, false, _ => { })).ReadInt16());
        Assert.Equal(0, (await second.AskAsync(ApiKey.ApiVersions, 0, false, _ => { })).ReadInt16());
        using var third = broker.Connect();

        await Assert.ThrowsAnyAsync<IOException>(() => third.AskAsync(ApiKey.ApiVersions, 0, false, _ => { }));

        Assert.Equal(0, (await first.AskAsync(ApiKey.ApiVersions, 0, false, _ => { })).ReadInt16());
    }

    [Fact]
    public async Task Bytes_beyond_the_limit_of_all_requests_wait_and_are_served_in_turn()
    {
        await using var broker = await RunningBroker.StartAsync(options => options with { RequestsBytesMax = 1 });
        var wires = Enumerable.Range(0, 8).Select(_ => broker.Connect()).ToArray();

        var answers = await Task.WhenAll(wires.Select(wire => wire.AskAsync(ApiKey.ApiVersions, 0, false, _ => { })));

        Assert.All(answers, answer => Assert.Equal(0, answer.ReadInt16()));
        Array.ForEach(wires, wire => wire.Dispose());
    }
}
