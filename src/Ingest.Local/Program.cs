using System.CommandLine;
using Ingest.Local.Commands;

namespace Ingest.Local;

/// <summary>The command-line program: the whole suite in one process, and what goes with it.</summary>
internal static class Program
{
    /// <summary>How long a command may take to stop after Ctrl-C: the services finish what they have begun.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(45);

    private static Task<int> Main(string[] args) => RunAsync(args, new InvocationConfiguration { ProcessTerminationTimeout = StopTimeout });

    /// <returns>What the command returned; 2 when what was typed does not hold.</returns>
    internal static async Task<int> RunAsync(string[] args, InvocationConfiguration console)
    {
        var root = new RootCommand("Ingest: records over HTTP into Kafka and Kinesis, and on to a bucket, analytics and Delta tables.")
        {
            UpCommand.Create(),
            DemoCommand.Create(),
            EmulateCommand.Create(),
            KafkaCommand.Create(),
            RegistryCommand.Create(),
            TopicsCommand.Create(),
            StreamsCommand.Create(),
        };

        var parsed = root.Parse(args);
        var code = await parsed.InvokeAsync(console);
        return parsed.Errors.Count > 0 ? 2 : code;
    }
}
