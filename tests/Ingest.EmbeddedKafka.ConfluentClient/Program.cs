// Runs named checks against a broker: <bootstrap> <bootstrap of a broker that creates no topics> <prefix of topics> <extra client settings, a=b;c=d>
// <records others wrote with gzip, with each other codec> <check>…
// Prints one JSON object a line: { "check", "outcome": "pass" | "refused CODE" | "fail" | "no such call", "detail" }.
using System.Text.Json;
using Confluent.Kafka;
using Ingest.EmbeddedKafka.ConfluentClient;

var session = new Session(args[0], args[1], args[2], args[3], args[4]);
var checks = new Dictionary<string, Func<Session, Task>>(ProduceChecks.All.Concat(ConsumeChecks.All).Concat(GroupChecks.All).Concat(TopicChecks.All).Concat(RefusalChecks.All));
using var turns = new SemaphoreSlim(8);
await Task.WhenAll(args[5..].Select(async check =>
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
