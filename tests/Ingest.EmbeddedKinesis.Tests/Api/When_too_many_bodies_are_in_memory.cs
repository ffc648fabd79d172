using System.Net.Sockets;
using System.Text;
using Ingest.Testing;

namespace Ingest.EmbeddedKinesis.Tests.Api;

public sealed class When_too_many_bodies_are_in_memory
{
    [Fact]
    public async Task More_requests_are_told_to_come_again_until_one_is_done()
    {
        await using var kinesis = await Endpoint.StartAsync(settings: [
            ("EmbeddedKinesis:BodiesBytesMax", $"{64 << 20}"), ("EmbeddedKinesis:WaitingBodiesBytesMax", "0")]);
        var slow = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 4; i++)
            {
                slow.Add(await PromiseAsync(kinesis.Url, 16 << 20));
            }

            var refused = await Eventually.BecomesAsync(
                async () =>
                {
                    await PromiseAgainAsync(slow, kinesis.Url);
                    return await kinesis.CallAsync("ListStreams", new { });
                },
                answer => answer.Status != 200,
                "four bodies of 16 MiB fill 64 MiB");
            Assert.Equal((503, "ServiceUnavailable"), (refused.Status, refused.Type));
        }
        finally
        {
            slow.ForEach(client => client.Dispose());
        }

        await Eventually.IsTrueAsync(async () => (await kinesis.CallAsync("ListStreams", new { })).Status == 200, "those who hung up hold nothing");
    }

    /// <summary>A promise may itself have been refused, when the question above was being answered as it came.</summary>
    private static async Task PromiseAgainAsync(List<TcpClient> slow, Uri url)
    {
        for (var i = 0; i < slow.Count; i++)
        {
            if (slow[i].Available > 0)
            {
                slow[i].Dispose();
                slow[i] = await PromiseAsync(url, 16 << 20);
            }
        }
    }

    /// <summary>Sends the head of a request and the first 64 KiB of its body, enough for the server to wait minutes for more.</summary>
    private static async Task<TcpClient> PromiseAsync(Uri url, int bytes)
    {
        var client = new TcpClient();
        await client.ConnectAsync(url.Host, url.Port, Endpoint.Cancellation);
        var head = $"POST / HTTP/1.1\r\nHost: {url.Authority}\r\nX-Amz-Target: Kinesis_20131202.PutRecords\r\nContent-Type: application/json\r\nContent-Length: {bytes}\r\n\r\n";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + new string(' ', 64 << 10)), Endpoint.Cancellation);
        return client;
    }
}
