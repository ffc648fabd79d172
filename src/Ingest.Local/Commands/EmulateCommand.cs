using System.CommandLine;
using Ingest.Emulator;
using Ingest.Local.Emulation;

namespace Ingest.Local.Commands;

/// <summary><c>ingest emulate</c>: posts events to a running gateway.</summary>
internal static class EmulateCommand
{
    private static readonly Option<string> Url = new("--url")
    {
        Description = "The gateway, a stage prefix included if there is one",
        HelpName = "URL",
        DefaultValueFactory = _ => "http://127.0.0.1:8080",
    };

    private static readonly Option<string> UserId = UserIdOption.Create("Names the topics and streams: <ID>.pin, streaming-<ID>-pin");

    private static readonly Option<long?> Events = new("--events") { Description = "How many; without it, until Ctrl-C", HelpName = "N" };

    private static readonly Option<long> Seed = new("--seed")
    {
        Description = "Chooses the rows as CPython's random.seed does; 100 is the classic stream",
        HelpName = "SEED",
        DefaultValueFactory = _ => 100,
    };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "Send the events of DIR/emitted.{pin,geo,user}.ndjson instead of generated ones",
        HelpName = "DIR",
    };

    private static readonly Option<string?> Database = DatabaseOption.Create();

    private static readonly Option<int> Batch = new("--batch")
    {
        Description = "Events per request, 1 to 500",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<double> Rate = new("--rate")
    {
        Description = "Events per second, to 1000000, whether or not answers keep up; 0, the default, sends the next as answers come",
        HelpName = "N",
    };

    private static readonly Option<bool> Classic = new("--classic") { Description = "Pause 0 or 1 s before each event, as the classic emulator does" };

    private static readonly Option<int?> Concurrency = new("--concurrency") { Description = "Batches of events under way at once, 1 to 1024; default 8, with --rate 256, with --classic 1", HelpName = "N" };

    private static readonly Option<int> Retries = new("--retries")
    {
        Description = "How often to send again what was surely not stored, 0 (the default) to 10; what may have been stored is never sent twice",
        HelpName = "N",
    };

    private static readonly Option<string?> AckLog = new("--ack-log")
    {
        Description = "Write one JSON line per acknowledged record, saying where it is stored; replaces the file",
        HelpName = "FILE",
    };

    public static Command Create()
    {
        var command = new Command("emulate", "Post each event's three records to both paths of a running gateway; exit code 1 if any was not acknowledged")
        {
            Url, UserId, Events, Seed, Data, Database, Batch, Rate, Classic, Concurrency, Retries, AckLog,
        };
        command.SetAction((parsed, cancellation) => RunAsync(parsed, cancellation));
        return command;
    }

    private static EmulatorOptions Read(ParseResult parsed) => new()
    {
        Url = new Uri(parsed.GetValue(Url)!, UriKind.RelativeOrAbsolute),
        UserId = parsed.GetValue(UserId)!,
        Events = parsed.GetValue(Events),
        Seed = parsed.GetValue(Seed),
        SourceDirectory = parsed.GetValue(Data),
        Database = DatabaseOption.Read(parsed, Database, Environment.GetEnvironmentVariable),
        Batch = parsed.GetValue(Batch),
        Rate = parsed.GetValue(Rate),
        Classic = parsed.GetValue(Classic),
        Concurrency = parsed.GetValue(Concurrency),
        Retries = parsed.GetValue(Retries),
        AckLog = parsed.GetValue(AckLog),
    };

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        try
        {
            var report = await EmulatorView.RunAsync(Read(parsed), TimeProvider.System, cancellation);
            return report is { Failed: 0, End: EmulatorEnd.Completed or EmulatorEnd.Cancelled } ? 0 : 1;
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(Complaint.Of(failure));
            return 2;
        }
    }
}
