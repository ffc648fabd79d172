using System.Net;
using System.Net.Sockets;
using Analytics.Worker.Engines.Spark;
using Ingest.Local.Stack;
using Ingest.ServiceDefaults;
using Spectre.Console;

namespace Ingest.Local.Commands;

/// <summary>Starts the suite, tells where it listens, does something with it, stops it.</summary>
internal static class RunningStack
{
    /// <returns>What <paramref name="use"/> returned, 0 when stopped while starting, 1 when it could not start.</returns>
    public static async Task<int> RunAsync(
        StackOptions options, string? endpointsFile, Func<LocalStack, CancellationToken, Task<int>> use, CancellationToken cancellation)
    {
        if (options.UsesSpark && WhyNoSpark() is { } missing)
        {
            await Console.Error.WriteLineAsync("Could not start: " + missing);
            return 1;
        }

        LocalStack stack;
        try
        {
            stack = await LocalStack.StartAsync(options, TimeProvider.System, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ctrl-C before everything was up: what had started is stopped, and nothing failed.
            return 0;
        }
        catch (Exception failure) when (WhyNotStarted(failure) is { } reasons)
        {
            await Console.Error.WriteLineAsync("Could not start: " + string.Join(Environment.NewLine + "  ", reasons));
            return 1;
        }

        await using (stack)
        {
            if (endpointsFile is not null && !await TryWriteAsync(stack.Endpoints, endpointsFile, cancellation))
            {
                return 1;
            }

            Show(stack);
            return await use(stack, cancellation);
        }
    }

    /// <summary>What is missing for Spark; told before anything is started, and not by the worker as the last of all.</summary>
    private static string? WhyNoSpark()
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var command = configuration["Spark:Command"] ?? "spark-submit";
        return SparkProgram.Find(command, "SPARK_HOME") is null ? SparkProgram.WhyMissing(command) : null;
    }

    private static async Task<bool> TryWriteAsync(Endpoints endpoints, string file, CancellationToken cancellation)
    {
        try
        {
            await endpoints.WriteAsync(file, cancellation);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"--endpoints: {failure.Message}");
            return false;
        }
    }

    /// <summary>What a user can do something about; null for what only a stack trace explains.</summary>
    public static IReadOnlyList<string>? WhyNotStarted(Exception failure) => failure switch
    {
        IOException or SocketException or TimeoutException or UnauthorizedAccessException or ArgumentException => [Complaint.Of(failure)],
        _ when ServiceOptions.ConfigurationErrors(failure) is { Count: > 0 } errors => errors,
        _ => null,
    };

    private static void Show(LocalStack stack)
    {
        var endpoints = stack.Endpoints;
        var table = new Table().Border(TableBorder.Rounded).AddColumn("").AddColumn("listens at").AddColumn("try");
        table.AddRow("gateway", endpoints.Gateway.OriginalString, "swagger, records/pin, topics, streams, analytics/pinterest/queries");
        table.AddRow("Kafka proxy", endpoints.KafkaProxy.OriginalString, "swagger, topics");
        table.AddRow("Kinesis proxy", endpoints.KinesisProxy.OriginalString, "swagger, streams");
        table.AddRow("worker", endpoints.Worker.OriginalString, "swagger, analytics/pinterest/queries");
        table.AddRow("Kinesis", endpoints.Kinesis.OriginalString, "any AWS SDK");
        table.AddRow("Kafka", endpoints.Kafka, "kcat -b " + endpoints.Kafka + " -L, or any Kafka client");
        if (endpoints.Registry is { } registry)
        {
            table.AddRow("schema registry", registry.OriginalString, "swagger, subjects, or any registry client");
        }

        AnsiConsole.Write(table);
        if (!IPAddress.IsLoopback(stack.Host))
        {
            AnsiConsole.MarkupLineInterpolated($"[yellow]The services and Kinesis listen at {stack.Host}: whoever reaches it may read, write and administer.[/]");
        }

        AnsiConsole.MarkupLineInterpolated($"[grey]data: {stack.Data.Root} · bucket: {stack.Data.Bucket}[/]");
    }
}
