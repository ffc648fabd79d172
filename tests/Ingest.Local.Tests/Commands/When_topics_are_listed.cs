using System.Diagnostics;
using Ingest.Local.Admin;
using Ingest.Local.Kafka;
using Ingest.Testing;
using Ingest.Testing.Kafka;

namespace Ingest.Local.Tests.Commands;

public sealed class When_topics_are_listed
{
    [Fact]
    public async Task They_come_in_order_with_their_partitions()
    {
        using var kafka = new MockKafka();
        kafka.CreateTopic("b", 3);
        kafka.CreateTopic("a", 1);

        Assert.Equal(
            new(0, "a  partitions 1, replication factor 1\nb  partitions 3, replication factor 1", ""),
            await Typed.RunAsync("topics", "list", "--bootstrap", kafka.BootstrapServers));

        var json = await Typed.RunAsync("topics", "list", "--json", "--bootstrap", kafka.BootstrapServers);
        Assert.Equal("""[{"name":"a","partitions":1,"replicationFactor":1},{"name":"b","partitions":3,"replicationFactor":1}]""", string.Concat(json.Output.Where(one => !char.IsWhiteSpace(one))));
    }

    [Theory]
    [InlineData("127.0.0.1:1", "Connection refused")]
    [InlineData("no-such-host.invalid:9092", "Failed to resolve")]
    public async Task An_address_where_nobody_is_costs_no_more_than_the_time_allowed(string address, string reason)
    {
        var started = Stopwatch.GetTimestamp();

        var typed = await Typed.RunAsync("topics", "list", "--bootstrap", address, "--timeout", "1");

        Assert.Equal((1, ""), (typed.ExitCode, typed.Output));
        Assert.StartsWith($"Kafka at {address} did not answer within 1 s: ", typed.Errors, StringComparison.Ordinal);
        Assert.Contains(reason, typed.Errors, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task MSK_gets_a_token_and_its_refusal_is_told()
    {
        using var directory = new TemporaryDirectory();
        await using var msk = new StandInBroker(tls: true) { Refusal = _ => "Access denied" };

        var (code, printed) = await ListAtMskAsync(msk, directory, ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "secret"));

        Assert.Equal(1, code);
        Assert.StartsWith($"Kafka at {msk.Address} gives no access: ", printed, StringComparison.Ordinal);
        Assert.Contains("Access denied", printed, StringComparison.Ordinal);
        Assert.StartsWith("AKIDEXAMPLE/", new BearerToken(msk.Tokens.First()).Query["X-Amz-Credential"], StringComparison.Ordinal);

        msk.Refusal = _ => null;
        Assert.Equal((0, "There are none."), await ListAtMskAsync(msk, directory, ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "secret")));
    }

    [Fact]
    public async Task Without_AWS_credentials_it_is_said_where_they_were_looked_for()
    {
        using var directory = new TemporaryDirectory();
        await using var msk = new StandInBroker(tls: true);

        var (code, printed) = await ListAtMskAsync(msk, directory);

        Assert.Equal(1, code);
        Assert.Contains("AWS_ACCESS_KEY_ID", printed, StringComparison.Ordinal);
        Assert.Empty(msk.Tokens);
    }

    /// <summary>In a process of its own, whose environment alone says which credentials there are.</summary>
    private static async Task<(int ExitCode, string Printed)> ListAtMskAsync(StandInBroker msk, TemporaryDirectory directory, params (string Name, string Value)[] credentials)
    {
        var start = new ProcessStartInfo("dotnet",
        [
            typeof(KafkaTopics).Assembly.Location, "topics", "list", "--bootstrap", msk.Address, "--msk-iam", "--region", "eu-west-1", "--timeout", "60",
            "--kafka-config", "ssl.ca.location=" + msk.WriteCertificate(directory.Path), "--kafka-config", "broker.address.family=v4",
        ])
        {
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["HOME"] = directory.Path;
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        foreach (var (name, value) in credentials)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var printed = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, printed.Trim());
    }
}
