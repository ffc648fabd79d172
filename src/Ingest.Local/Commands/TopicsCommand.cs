using System.CommandLine;
using Confluent.Kafka.Admin;
using Ingest.Emulator;

namespace Ingest.Local.Commands;

/// <summary><c>ingest topics</c>: creates and lists the topics of any Kafka.</summary>
internal static class TopicsCommand
{
    public static Command Create() => new("topics", "Create and list the topics of any Kafka") { CreateCreate(), CreateList() };

    private static Command CreateCreate()
    {
        var command = new Command("create", "Create topics; exit code 1 if any was refused");
        var names = new NamesArguments(command, EmulatorNames.Topic);
        var partitions = NumberOption.Create("--partitions", "Partitions of each", 1, 100_000, "the cluster's default without it");
        var replicas = NumberOption.Create("--replication-factor", "Copies of each partition", 1, short.MaxValue, "the cluster's default without it");
        var config = PairsOption.Create("--config", "A setting of the topic, such as retention.ms=86400000");
        command.Options.Add(partitions);
        command.Options.Add(replicas);
        command.Options.Add(config);
        var kafka = new KafkaArguments();
        kafka.AddTo(command);
        command.SetAction((parsed, cancellation) => AdminRun.RunAsync(
            parsed.InvocationConfiguration,
            async console =>
            {
                using var topics = kafka.Connect(parsed);
                var wanted = names.Read(parsed).Select(name => new TopicSpecification
                {
                    Name = name,
                    NumPartitions = parsed.GetValue(partitions) ?? -1,
                    ReplicationFactor = (short)(parsed.GetValue(replicas) ?? -1),
                    Configs = PairsOption.Read(parsed.GetValue(config)),
                });
                return await AdminRun.TellAsync(console, await topics.CreateAsync([.. wanted], names.IfNotExists(parsed), cancellation)) ? 0 : 1;
            },
            cancellation));
        return command;
    }

    private static Command CreateList()
    {
        var command = new Command("list", "List the topics with their partitions");
        var json = new Option<bool>("--json") { Description = "As JSON" };
        command.Options.Add(json);
        var kafka = new KafkaArguments();
        kafka.AddTo(command);
        command.SetAction((parsed, cancellation) => AdminRun.RunAsync(
            parsed.InvocationConfiguration,
            async console =>
            {
                using var topics = kafka.Connect(parsed);
                var listed = (await topics.ListAsync(cancellation)).Select(TopicLine.Of).ToArray();
                return await AdminRun.ListAsync(console, parsed.GetValue(json) ? AdminJson.Default.TopicLineArray : null, listed);
            },
            cancellation));
        return command;
    }
}
