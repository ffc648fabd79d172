using System.Net.Sockets;
using System.Text;
using Ingest.KafkaProxy.Limits;
using Ingest.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Ingest.KafkaProxy.Tests.V2.Produce;

public sealed class When_a_client_hangs_up
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_the_middle_of_its_body_nothing_is_stored_and_nothing_stays_claimed()
    {
        await using var proxy = await RunningProxy.StartAsync();
        proxy.Kafka.CreateTopic("t", 4);
        var body = """{"records":[{"value":"half"}]}""";

        for (var client = 0; client < 20; client++)
        {
            using var connection = await ConnectAsync(proxy);
            await SendAsync(connection, body[..(5 + client)], body.Length);
            await Eventually.IsTrueAsync(() => Task.FromResult(InFlight(proxy).Current > 0), "the half body is claimed");
            HangUp(connection);
            await Eventually.IsTrueAsync(() => Task.FromResult(InFlight(proxy).Current == 0), "nothing stays claimed");
        }

        Assert.Empty(proxy.Stored("t"));
    }

    [Fact]
    public async Task Before_its_answer_no_other_client_gets_what_came_for_it()
    {
        await using var proxy = await RunningProxy.StartAsync();
        proxy.Kafka.CreateTopic("t", 4);
        proxy.Kafka.AnswerAfter(TimeSpan.FromMilliseconds(20));

        var claims = new List<((int, long) At, string Value)>();
        for (var round = 0; round < 20; round++)
        {
            for (var client = 0; client < 3; client++)
            {
                using var connection = await ConnectAsync(proxy);
                var body = $$"""{"records":[{"value":"left {{round}}-{{client}}"},{"value":"left {{round}}-{{client}}"}]}""";
                await SendAsync(connection, body, body.Length);
                HangUp(connection);
            }

            var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(client =>
                proxy.ProduceAsync("t", $$"""{"records":[{"value":"stayed {{round}}-{{client}}"}]}""")));
            claims.AddRange(answers.Select((answer, client) =>
            {
                var entry = answer.Root.GetProperty("offsets")[0];
                return ((entry.GetProperty("partition").GetInt32(), entry.GetProperty("offset").GetInt64()), $"\"stayed {round}-{client}\"");
            }));
        }

        await Eventually.IsTrueAsync(() => Task.FromResult(InFlight(proxy).Current == 0), "every request has ended");
        var stored = proxy.Stored("t").ToDictionary(record => (record.Partition.Value, record.Offset.Value), record => Encoding.UTF8.GetString(record.Message.Value));
        Assert.All(claims, claim => Assert.Equal(claim.Value, stored[claim.At]));
    }

    private static InFlightBytes InFlight(RunningProxy proxy) => proxy.Service.Services.GetRequiredService<InFlightBytes>();

    private static async Task<TcpClient> ConnectAsync(RunningProxy proxy)
    {
        var connection = new TcpClient();
        await connection.ConnectAsync(proxy.Service.Url.Host, proxy.Service.Url.Port, Cancellation);
        return connection;
    }

    private static async Task SendAsync(TcpClient connection, string body, int announced) => await connection.GetStream().WriteAsync(
        Encoding.UTF8.GetBytes($"POST /topics/t HTTP/1.1\r\nHost: proxy\r\nContent-Type: {RunningProxy.Json}\r\nContent-Length: {announced}\r\n\r\n{body}"), Cancellation);

    /// <summary>With a reset, as a client that is killed does.</summary>
    private static void HangUp(TcpClient connection)
    {
        connection.LingerState = new LingerOption(true, 0);
        connection.Close();
    }
}
