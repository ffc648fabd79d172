using System.Security.Cryptography;
using Ingest.KinesisProxy.Health;
using Ingest.KinesisProxy.Limits;
using Ingest.KinesisProxy.Records;
using Ingest.KinesisProxy.Streams;
using Ingest.KinesisProxy.Wire;
using Ingest.ServiceDefaults;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Ingest.KinesisProxy;

/// <summary>The Kinesis proxy: the stream path's way in.</summary>
public static class Program
{
    private static Task<int> Main(string[] args) => ServiceRun.RunAsync(() => Build(args));

    /// <summary>Builds the service without starting it, so that a host can run several in one process.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="configuration">Settings that win over environment and command line.</param>
    public static WebApplication Build(string[] args, IConfiguration? configuration = null)
    {
        var builder = ServiceHost.CreateBuilder("Ingest.KinesisProxy", "http://127.0.0.1:8083", args, configuration);
        AddOptions(builder.Services);
        AddServices(builder.Services);

        var app = builder.Build();
        app.MapServiceDefaults();
        app.UseMiddleware<ErrorAnswers>();
        app.UseMiddleware<StagePrefix>();
        app.UseRouting();

        app.MapStreams();
        app.MapPuts();
        app.MapReads();
        return app;
    }

    private static void AddOptions(IServiceCollection services)
    {
        services.AddServiceOptions<KinesisProxyOptions>("KinesisProxy")
            .Validate(
                options => options.Stages.All(prefix => prefix.Length > 0 && prefix.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')),
                "KinesisProxy:Stages: a stage must be one path segment of letters, digits, '-' and '_', without slashes.")
            .Validate(
                options => options.RequestBytesMax <= options.InFlightBytesMax / 2,
                "KinesisProxy:InFlightBytesMax must be at least twice KinesisProxy:RequestBytesMax, or no such body could be taken.")
            .Validate(
                options => options.RecordBytesMax <= options.BatchBytesMax,
                "KinesisProxy:BatchBytesMax must be at least KinesisProxy:RecordBytesMax, or no such record could be sent.");
        services.Configure<SwaggerGenOptions>(swagger => swagger.OperationFilter<ExampleBodies>());
    }

    private static void AddServices(IServiceCollection services)
    {
        services.AddKinesis();
        services.AddSingleton<InFlightBytes>();
        services.AddSingleton<ProxyMetrics>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Backoff>(
            provider, new Random(RandomNumberGenerator.GetInt32(int.MaxValue))));
        services.AddSingleton<KinesisCalls>();
        services.AddSingleton<MissingStreams>();
        services.AddSingleton<RecordWriter>();
        services.AddSingleton<KinesisReadyCheck>();
        services.AddHealthChecks().AddCheck<KinesisReadyCheck>("kinesis", tags: ["ready"]);
    }
}
