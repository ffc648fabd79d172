using Ingest.SchemaRegistry.Compatibility;
using Ingest.SchemaRegistry.Configs;
using Ingest.SchemaRegistry.Schemas;
using Ingest.SchemaRegistry.Storage;
using Ingest.SchemaRegistry.Subjects;
using Ingest.SchemaRegistry.Wire;
using Ingest.ServiceDefaults;

namespace Ingest.SchemaRegistry;

/// <summary>A schema registry with the API of Confluent's, which keeps its schemas where that one does: in a compacted topic.</summary>
public static class Program
{
    private static Task<int> Main(string[] args) => ServiceRun.RunAsync(() => Build(args));

    /// <summary>Builds the service without starting it, so that a host can run several in one process.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="configuration">Settings that win over environment and command line.</param>
    public static WebApplication Build(string[] args, IConfiguration? configuration = null)
    {
        var builder = ServiceHost.CreateBuilder("Ingest.SchemaRegistry", "http://127.0.0.1:8081", args, configuration);
        builder.Services.AddServiceOptions<RegistryOptions>("SchemaRegistry");
        builder.Services.AddServiceOptions<KafkaSettings>("Kafka");
        AddServices(builder.Services);

        var app = builder.Build();
        app.MapServiceDefaults();
        app.UseErrorPages(pages => pages.UseStatusCodePages(
            context => RegistryError.ForStatus(context.HttpContext.Response.StatusCode).WriteAsync(context.HttpContext.Response)));
        app.UseMiddleware<EncodedSlashes>();
        app.MapRegistry();
        return app;
    }

    private static void AddServices(IServiceCollection services)
    {
        services.AddExceptionHandler<RegistryExceptionHandler>();
        services.AddSingleton<RegistryClients>();
        services.AddSingleton<RegistryState>();
        services.AddSingleton<SchemasTopic>();
        services.AddHostedService(provider => provider.GetRequiredService<SchemasTopic>());
        services.AddSingleton<Leadership>();
        services.AddHostedService(provider => provider.GetRequiredService<Leadership>());
        services.AddSingleton<SchemaParser>();
        services.AddSingleton<CompatibilityCheck>();
        services.AddSingleton<Registry>();
        services.AddSingleton<SubjectEndpoints>();
        services.AddSingleton<SchemaEndpoints>();
        services.AddSingleton<CompatibilityEndpoints>();
        services.AddSingleton<SettingEndpoints>();
        services.AddHealthChecks().AddCheck<TopicHealthCheck>("schemas topic", tags: ["ready"]);
    }
}
