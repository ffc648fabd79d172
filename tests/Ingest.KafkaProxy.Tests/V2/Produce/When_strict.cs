namespace Ingest.KafkaProxy.Tests.V2.Produce;

public sealed class When_strict
{
    [Fact]
    public async Task Only_what_REST_Proxy_takes_is_taken()
    {
        await using var proxy = await RunningProxy.StartAsync(("KafkaRest:Strict", "true"));
        const string Body = """{"records":[{"value":"AA=="}]}""";

        foreach (var loose in new[] { RunningProxy.V2, "application/vnd.kafka+json", "application/json", "application/octet-stream" })
        {
            (await proxy.ProduceAsync("t", Body, loose)).IsError(415, 415);
        }

        (await proxy.ProduceAsync("t", """{"records":[{"timestamp":1}]}""")).IsError(422, 422, "Unrecognized field: timestamp");
        (await proxy.ProduceAsync("t", """{"records":[{"headers":[]}]}""")).IsError(422, 422, "Unrecognized field: headers");
        (await proxy.ProduceAsync("t", Body)).HasCodes(0);
        (await proxy.ProduceAsync("t", Body, RunningProxy.Binary)).HasCodes(0);
    }
}
