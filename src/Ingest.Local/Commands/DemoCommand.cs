using System.CommandLine;
using Ingest.Local.Demo;
using Ingest.Local.Stack;

namespace Ingest.Local.Commands;

/// <summary><c>ingest demo</c>: everything, from events to answers.</summary>
internal static class DemoCommand
{
    private static readonly Option<int> Events = new("--events")
    {
        Description = "How many events to send, of three records each",
        HelpName = "N",
        DefaultValueFactory = _ => 500,
    };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "Send the first N events of DIR/emitted.{pin,geo,user}.ndjson instead of generated ones",
        HelpName = "DIR",
    };

    private static readonly Option<int> Seed = new("--seed")
    {
        Description = "Chooses the generated events",
        HelpName = "SEED",
        DefaultValueFactory = _ => 100,
    };

    private static readonly Option<bool> Exit = new("--exit") { Description = "End after the results instead of staying up" };

    private static readonly Option<string?> Json = new("--json") { Description = "Write the results here, as JSON", HelpName = "FILE" };

    static DemoCommand()
    {
        Events.Validators.Add(result =>
        {
            if (result.Tokens is [var typed] && (!int.TryParse(typed.Value, out var events) || events < 1))
            {
                result.AddError($"--events is '{typed.Value}'; it must be a whole number from 1.");
            }
        });
        Json.Validators.Add(RefuseFolderThatIsNotThere);
        Data.Validators.Add(result =>
        {
            if (result.Tokens is [var folder] && !File.Exists(Path.Combine(folder.Value, "emitted.pin.ndjson")))
            {
                result.AddError($"--data is '{folder.Value}', which has no emitted.pin.ndjson; it must be a folder with emitted.{{pin,geo,user}}.ndjson.");
            }
        });
    }

    private static void RefuseFolderThatIsNotThere(System.CommandLine.Parsing.OptionResult result)
    {
        if (result.Tokens is [var file] && Path.GetDirectoryName(Path.GetFullPath(file.Value)) is { } folder && !Directory.Exists(folder))
        {
            result.AddError($"{result.Option.Name} is '{file.Value}'; there is no folder {folder}.");
        }
    }

    public static Command Create()
    {
        var command = new Command("demo", "Start everything, send events over HTTP through both paths, show the eight analyses")
        {
            Events, Data, Seed, Exit, Json,
        };
        var stack = new StackArguments();
        stack.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var options = stack.Read(parsed);
            var demo = new DemoOptions
            {
                UserId = options.UserId,
                Events = parsed.GetValue(Events),
                DataDirectory = parsed.GetValue(Data),
                Seed = parsed.GetValue(Seed),
                JsonFile = parsed.GetValue(Json),
                Exit = parsed.GetValue(Exit),
            };
            return RunningStack.RunAsync(options, stack.EndpointsFile(parsed), (running, stopping) => RunAsync(running, options.UsesSpark ? demo with { SparkBucket = running.Data.Bucket } : demo, stopping), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(LocalStack stack, DemoOptions options, CancellationToken cancellation)
    {
        try
        {
            var outcome = await DemoRun.RunAsync(stack.Endpoints, options, TimeProvider.System, cancellation);
            return options.Exit || outcome != 0 ? outcome : await UpCommand.StayUpAsync(stack, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ctrl-C is how a demo is meant to end.
            return 0;
        }
        catch (Exception failure) when (failure is ArgumentException or IOException or UnauthorizedAccessException or HttpRequestException or TimeoutException)
        {
            await Console.Error.WriteLineAsync(Complaint.Of(failure));
            return 1;
        }
    }
}
