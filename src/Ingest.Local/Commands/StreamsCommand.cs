using System.CommandLine;
using Ingest.Emulator;
using Ingest.Local.Admin;

namespace Ingest.Local.Commands;

/// <summary><c>ingest streams</c>: creates and lists the streams of any Kinesis.</summary>
internal static class StreamsCommand
{
    public static Command Create() => new("streams", "Create and list the streams of any Kinesis") { CreateCreate(), CreateList() };

    private static Command CreateCreate()
    {
        var command = new Command("create", "Create streams; exit code 1 if any was refused");
        var names = new NamesArguments(command, EmulatorNames.Stream);
        var shards = NumberOption.Create("--shards", "Shards of each", 1, 10_000, "default 1");
        var onDemand = new Option<bool>("--on-demand") { Description = "Let the streams grow on demand instead" };
        var wait = new Option<bool>("--wait") { Description = "Wait until the streams take records" };
        command.Options.Add(shards);
        command.Options.Add(onDemand);
        command.Options.Add(wait);
        command.Validators.Add(result =>
        {
            if (result.GetResult(shards) is not null && result.GetResult(onDemand) is not null)
            {
                result.AddError("--shards and --on-demand exclude each other.");
            }
        });
        var kinesis = new KinesisArguments();
        kinesis.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed,
            kinesis,
            (streams, console, deadline) => CreateAsync(
                streams, console, names.Read(parsed), parsed.GetValue(onDemand) ? null : parsed.GetValue(shards) ?? 1, names.IfNotExists(parsed), parsed.GetValue(wait), deadline),
            cancellation));
        return command;
    }

    private static Command CreateList()
    {
        var command = new Command("list", "List the streams with their status");
        var json = new Option<bool>("--json") { Description = "As JSON" };
        command.Options.Add(json);
        var kinesis = new KinesisArguments();
        kinesis.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed,
            kinesis,
            async (streams, console, deadline) =>
            {
                var listed = (await streams.ListAsync(deadline)).Select(stream => new StreamLine(stream.Name, stream.Status)).ToArray();
                return await AdminRun.ListAsync(console, parsed.GetValue(json) ? AdminJson.Default.StreamLineArray : null, listed);
            },
            cancellation));
        return command;
    }

    /// <summary>Creates one after the other and tells each at once, so that it is known what is there when the next gets no answer.</summary>
    private static async Task<int> CreateAsync(
        KinesisStreams streams, InvocationConfiguration console, string[] names, int? shards, bool ifNotExists, bool wait, CancellationToken cancellation)
    {
        var taken = new List<string>();
        foreach (var (index, name) in names.Index())
        {
            try
            {
                if (await AdminRun.TellAsync(console, [await streams.CreateAsync(name, shards, ifNotExists, cancellation)]))
                {
                    taken.Add(name);
                }
            }
            catch (NoAnswerException failure)
            {
                throw new NoAnswerException($"{failure.Message}{Environment.NewLine}not known to be created: {string.Join(", ", names[index..])}", failure);
            }
        }

        foreach (var name in wait ? taken : [])
        {
            await streams.WaitUntilActiveAsync(name, cancellation);
            await console.Output.WriteLineAsync($"active   {name}");
        }

        return taken.Count == names.Length ? 0 : 1;
    }

    private static Task<int> RunAsync(
        ParseResult parsed, KinesisArguments kinesis, Func<KinesisStreams, InvocationConfiguration, CancellationToken, Task<int>> use,
        CancellationToken cancellation) =>
        AdminRun.RunAsync(
            parsed.InvocationConfiguration,
            async console =>
            {
                var (client, place) = kinesis.Connect(parsed);
                using var connected = client;
                using var late = new CancellationTokenSource(kinesis.Timeout(parsed), TimeProvider.System);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
                try
                {
                    return await use(new KinesisStreams(client, place, TimeProvider.System), console, either.Token);
                }
                catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
                {
                    throw new NoAnswerException($"Kinesis at {place} was not done within {kinesis.Timeout(parsed).TotalSeconds:F0} s (--timeout).");
                }
            },
            cancellation);
}
