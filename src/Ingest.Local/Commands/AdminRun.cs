using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ingest.Local.Admin;

namespace Ingest.Local.Commands;

/// <summary>Runs a command that asks Kafka or Kinesis for something, and says in plain words what came of it.</summary>
internal static class AdminRun
{
    /// <returns>What <paramref name="run"/> returned, 1 when there was no answer or Ctrl-C came first, 2 when the arguments do not hold.</returns>
    public static async Task<int> RunAsync(InvocationConfiguration console, Func<InvocationConfiguration, Task<int>> run, CancellationToken cancellation)
    {
        try
        {
            return await run(console);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await console.Error.WriteLineAsync("Stopped.");
            return 1;
        }
        catch (NoAnswerException failure)
        {
            await console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
        catch (ArgumentException failure)
        {
            await console.Error.WriteLineAsync(Complaint.Of(failure));
            return 2;
        }
    }

    /// <summary>Writes a line for each outcome: what was created or existed to the output, what was refused to the errors.</summary>
    /// <returns>Whether nothing was refused.</returns>
    public static async Task<bool> TellAsync(InvocationConfiguration console, IReadOnlyList<CreateOutcome> outcomes)
    {
        foreach (var outcome in outcomes)
        {
            await (outcome.Refusal is { } reason
                ? console.Error.WriteLineAsync($"refused  {outcome.Name}: {reason}")
                : console.Output.WriteLineAsync($"{(outcome.Existed ? "exists " : "created")}  {outcome.Name}"));
        }

        return outcomes.All(outcome => outcome.Refusal is null);
    }

    /// <summary>Writes a list, a line each, or as JSON where its type is given; of nothing a word to the errors.</summary>
    /// <returns>0.</returns>
    public static async Task<int> ListAsync<T>(InvocationConfiguration console, JsonTypeInfo<T[]>? json, T[] listed)
    {
        if (json is not null)
        {
            await console.Output.WriteLineAsync(JsonSerializer.Serialize(listed, json));
            return 0;
        }

        foreach (var line in listed)
        {
            await console.Output.WriteLineAsync(line?.ToString());
        }

        await (listed.Length == 0 ? console.Error.WriteLineAsync("There are none.") : Task.CompletedTask);
        return 0;
    }
}
