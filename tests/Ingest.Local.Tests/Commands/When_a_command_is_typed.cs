using System.CommandLine;
using Ingest.Local.Commands;
using Ingest.Testing;

namespace Ingest.Local.Tests.Commands;

public sealed class When_a_command_is_typed
{
    [Theory]
    [InlineData("emulate", "--url", "http://127.0.0.1:1/test", "--user-id", "a.b-c_1", "--events", "5", "--seed", "7", "--batch", "10", "--rate", "2.5", "--ack-log", "f", "--retries", "2", "--concurrency", "3")]
    [InlineData("emulate", "--classic", "--data", "folder")]
    [InlineData("emulate", "--database", "mysql://user@host/d", "--events", "5")]
    [InlineData("emulate", "--database", "--events", "5")]
    [InlineData("up", "--ports", "auto", "--endpoints", "f", "--data-dir", "d", "--user-id", "u", "--median", "discrete", "--log-level", "debug")]
    [InlineData("up", "--host", "127.0.0.2")]
    [InlineData("up", "--registry", "8081")]
    [InlineData("kafka", "--data-dir", "d")]
    [InlineData("kafka", "--data-dir", "d", "--listen", "0.0.0.0:0", "--insecure")]
    [InlineData("registry")]
    [InlineData("registry", "--bootstrap", "b:1,c:2", "--listen", "[::1]:0", "--topic", "t", "--kafka-config", "a=b")]
    [InlineData("up", "--host", "::1")]
    [InlineData("up", "--host", "0.0.0.0", "--insecure")]
    [InlineData("demo", "--events", "1", "--exit", "--json", "f", "--seed", "9", "--ports", "auto")]
    [InlineData("topics", "create", "a", "b", "--user-id", "u", "--if-not-exists", "--partitions", "3", "--replication-factor", "2", "--config", "a=b", "--config", "c=d")]
    [InlineData("topics", "list", "--json", "--bootstrap", "b:1,c:2", "--kafka-config", "a=b", "--msk-iam", "--region", "us-gov-west-1", "--timeout", "5")]
    [InlineData("streams", "create", "a", "--user-id", "u", "--if-not-exists", "--shards", "3", "--wait", "--url", "https://example.org", "--region", "eu-west-1")]
    [InlineData("streams", "list", "--json", "--aws", "--timeout", "5")]
    public void Every_option_takes_the_values_its_help_names(params string[] line) => Assert.Empty(Parse(line).Errors);

    [Theory]
    [InlineData("--user-id", "emulate", "--user-id", "a/b")]
    [InlineData("--user-id", "up", "--user-id", "")]
    [InlineData("--events", "demo", "--events", "0")]
    [InlineData("--events", "demo", "--events", "x")]
    [InlineData("--median", "demo", "--median", "mean")]
    [InlineData("--json", "demo", "--json", "no-such-folder/out.json")]
    [InlineData("--ports", "up", "--ports", "some")]
    [InlineData("--registry", "up", "--registry", "65536")]
    [InlineData("--listen", "registry", "--listen", "localhost")]
    [InlineData("--listen", "registry", "--listen", "0.0.0.0:8081")]
    [InlineData("--user-id", "topics", "create")]
    [InlineData("NAME", "streams", "create", "s", " ")]
    [InlineData("--partitions", "topics", "create", "t", "--partitions", "0")]
    [InlineData("--replication-factor", "topics", "create", "t", "--replication-factor", "many")]
    [InlineData("--config", "topics", "create", "t", "--config", "=value")]
    [InlineData("--kafka-config", "topics", "list", "--kafka-config", "linger.ms")]
    [InlineData("--region", "topics", "list", "--msk-iam", "--region", "Ireland")]
    [InlineData("--msk-iam", "topics", "list", "--region", "eu-west-1")]
    [InlineData("--shards", "streams", "create", "s", "--on-demand", "--shards", "3")]
    [InlineData("--url", "streams", "list", "--aws", "--url", "http://127.0.0.1:1")]
    [InlineData("--url", "streams", "list", "--url", "127.0.0.1:4567")]
    [InlineData("--timeout", "streams", "list", "--timeout", "601")]
    [InlineData("--host", "up", "--host", "localhost")]
    [InlineData("--host", "up", "--host", "", "--insecure")]
    public void A_value_that_does_not_hold_is_refused_by_the_options_name(string option, params string[] line) =>
        Assert.Contains(Parse(line).Errors, error => error.Message.Contains(option, StringComparison.Ordinal) || error.Message.Contains(line[^1], StringComparison.Ordinal));

    [Fact]
    public void A_folder_without_events_is_refused_before_anything_starts()
    {
        using var directory = new TemporaryDirectory();

        var error = Assert.Single(Parse("demo", "--data", directory.Path).Errors);

        Assert.Contains("--data", error.Message, StringComparison.Ordinal);
        Assert.Contains("emitted.pin.ndjson", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_exit_code_tells_what_does_not_hold_from_what_failed()
    {
        Assert.Equal(2, (await Typed.RunAsync("up", "--ports", "some")).ExitCode);
        Assert.Equal(
            new(2, "", "--kafka-config security.protocol is 'PLAINTEXT'; leave it out, --msk-iam says how to log in"),
            await Typed.RunAsync("topics", "list", "--msk-iam", "--region", "eu-west-1", "--kafka-config", "security.protocol=PLAINTEXT"));
        Assert.Equal(
            new(2, "", "The Kafka client does not take the settings: No such configuration property: \"no.such\""),
            await Typed.RunAsync("topics", "list", "--kafka-config", "no.such=1"));
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("192.0.2.7")]
    public void An_address_that_others_reach_is_refused_without_insecure(string address)
    {
        var error = Assert.Single(Parse("up", "--host", address).Errors);

        Assert.Contains($"--host is {address}", error.Message, StringComparison.Ordinal);
        Assert.Contains("--insecure", error.Message, StringComparison.Ordinal);
    }

    private static ParseResult Parse(params string[] line) =>
        new RootCommand { UpCommand.Create(), DemoCommand.Create(), EmulateCommand.Create(), TopicsCommand.Create(), KafkaCommand.Create(), RegistryCommand.Create(), StreamsCommand.Create() }.Parse(line);
}
