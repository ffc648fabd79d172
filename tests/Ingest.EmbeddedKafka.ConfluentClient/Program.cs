// Runs named checks against a broker: <bootstrap> <bootstrap of a broker that creates no topics> <prefix of topics> <extra client settings, a=b;c=d> <check>…
// Prints one JSON object a line: { "check", "outcome": "pass" | "refused CODE" | "fail" | "no such call", "detail" }.
using System.Text.Json;
using Confluent.Kafka;
using Ingest.EmbeddedKafka.ConfluentClient;

var session = new Session(args[0], args[1], args[2], args[3]);
var checks = new Dictionary<string, Func<Session, Task>>(ProduceChecks.All.Concat(ConsumeChecks.All).Concat(GroupChecks.All).Concat(TopicChecks.All).Concat(RefusalChecks.All));
using var turns = new SemaphoreSlim(8);
await Task.WhenAll(args[4..].Select(async check =>
{
    await turns.WaitAsync();
    var (outcome, detail) = checks.TryGetValue(check, out var run) ? await AttemptAsync(run) : ("no such call", "");
    lock (checks)
    {
        Console.WriteLine(JsonSerializer.Serialize(new { check, outcome, detail }));
    }

    turns.Release();
}));

async Task<(string Outcome, string Detail)> AttemptAsync(Func<Session, Task> run)
{
    try
    {
        await Task.Run(() => run(session)).WaitAsync(TimeSpan.FromSeconds(25));
        return ("pass", "");
    }
    catch (KafkaException refused) when (refused.Error.IsBrokerError || refused.Error.Code == ErrorCode.Local_UnsupportedFeature)
    {
        return ($"refused {Names.Of(refused.Error.Code)}", refused.Error.Reason);
    }
    catch (Exception failure)
    {
        return ("fail", failure.ToString());
    }
}
