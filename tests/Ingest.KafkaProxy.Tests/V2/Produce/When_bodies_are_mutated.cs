using Ingest.Testing;

namespace Ingest.KafkaProxy.Tests.V2.Produce;

/// <summary>Whatever is sent, the answer is one that the contract knows, and never the proxy's own fault.</summary>
public sealed class When_bodies_are_mutated(RunningProxy proxy)
{
    private const int Bodies = 2000;

    private static readonly string[] Valid =
    [
        """{"records":[{"key":{"id":1},"value":{"a":[1,2.5e3,"text",null,true]},"partition":1}]}""",
        """{"key_schema":null,"value_schema_id":7,"records":[{"value":"é \u00e9"},{"key":"k","value":null,"timestamp":1600000000000}]}""",
        """{"records":[{"value":"AAEC","key":"","headers":[{"name":"h","value":"AA=="},{"name":"n","value":null}]}]}""",
        """{"records":[]}""",
    ];

    [Fact]
    public async Task Every_answer_is_one_of_the_contract()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var topic = RunningProxy.NewTopic();
        var statuses = new Dictionary<int, int>();

        foreach (var batch in Enumerable.Range(0, Bodies).Select(_ => Mutation.Of(Valid[random.Next(Valid.Length)], random)).Chunk(16))
        {
            await Task.WhenAll(batch.Select(async (body, index) =>
            {
                var answer = await proxy.PostAsync($"/topics/{topic}", body, index % 2 == 0 ? RunningProxy.Json : RunningProxy.Binary);
                Assert.True(
                    answer.Status is 400 or 422 || (answer.Status == 200 && answer.Codes.All(code => code is 0 or 50002)),
                    $"seed {seed}: {answer.Status} {answer.Body} for {Convert.ToBase64String(body)}");
                Assert.True(answer.Status == 200 || answer.Root.GetProperty("message").GetString()!.Length > 0, $"seed {seed}: no message");
                lock (statuses)
                {
                    statuses[answer.Status] = statuses.GetValueOrDefault(answer.Status) + 1;
                }
            }));
        }

        Assert.Equal([200, 400, 422], statuses.Keys.Order());
    }
}
