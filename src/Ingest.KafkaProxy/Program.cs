using Ingest.KafkaProxy.Access;
using Ingest.KafkaProxy.Kafka;
using Ingest.KafkaProxy.Limits;
using Ingest.KafkaProxy.Schemas;
using Ingest.KafkaProxy.V2;
using Ingest.KafkaProxy.V2.Brokers;
using Ingest.KafkaProxy.V2.Consume;
using Ingest.KafkaProxy.V2.Events;
using Ingest.KafkaProxy.V2.Produce;
using Ingest.KafkaProxy.V2.Topics;
using Ingest.KafkaProxy.V3;
using Ingest.KafkaProxy.V3.Records;
using Ingest.KafkaProxy.Wire;
using Ingest.ServiceDefaults;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.ObjectPool;
using Microsoft.Extensions.Options;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Ingest.KafkaProxy;

/// <summary>The Kafka REST proxy: the batch path's way in.</summary>
public static class Program
{
    private static Task<int> Main(string[] args) => ServiceRun.RunAsync(() => Build(args));

    /// <summary>Builds the service without starting it, so that a host can run several in one process.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="configuration">Settings that win over environment and command line.</param>
    public static WebApplication Build(string[] args, IConfiguration? configuration = null)
    {
        var builder = ServiceHost.CreateBuilder("Ingest.KafkaProxy", "http://127.0.0.1:8082", args, configuration);
        AddOptions(builder.Services);
        AddKafka(builder.Services);
        AddEndpoints(builder.Services);

        var app = builder.Build();
        app.MapServiceDefaults();
        app.UseErrorPages(pages => pages.UseStatusCodePages(
            context => RestError.ForStatus(context.HttpContext.Response.StatusCode).WriteAsync(context.HttpContext.Response)));
        app.UseMiddleware<EncodedSlashes>();
        UseWhatIsAskedFor(app);
        var callers = app.MapGroup("").WithMetadata(new SpeaksToKafka());
        callers.MapV2();
        callers.MapV3();
        return app;
    }

    private static void UseWhatIsAskedFor(WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<KafkaRestOptions>>();
        app.UseWhen(_ => options.Value.CorsOrigins.Length > 0, asked => asked.UseCors());
        app.UseMiddleware<AccessMiddleware>();
        app.UseWhen(_ => options.Value.RequestsPerSecondMax > 0, asked => asked.UseRateLimiter());
    }

    private static void AddOptions(IServiceCollection services)
    {
        services.AddServiceOptions<KafkaRestOptions>("KafkaRest")
            .Validate(
                options => options.InFlightBytesMax >= options.RequestBytesMax + ((long)ProduceEndpoint.BytesPerRecord * options.RecordsPerRequestMax),
                "KafkaRest:InFlightBytesMax has to hold the largest request: RequestBytesMax and 512 bytes for each of RecordsPerRequestMax.");
        services.AddServiceOptions<SchemaRegistryOptions>("KafkaRest:SchemaRegistry");
        services.AddServiceOptions<KafkaSettings>("Kafka");
        services.AddSingleton<IValidateOptions<KafkaSettings>, ProducerValidator>();
        services.AddServiceOptions<AccessOptions>("KafkaRest:Access")
            .Validate<IConfiguration>(
                (access, configuration) => !access.Enabled || ProducerSettings.UsesSasl(configuration.GetSection("Kafka:Client")),
                "KafkaRest:Access needs Kafka:Client:security_protocol to be SASL_SSL or SASL_PLAINTEXT: without a login all callers would be the same to Kafka.");
    }

    private static void AddKafka(IServiceCollection services)
    {
        services.AddSingleton<ClientEvents>();
        services.AddSingleton(ServiceLogin.Create);
        services.AddSingleton<KafkaProducer>();
        services.AddHostedService(provider => provider.GetRequiredService<KafkaProducer>());
        services.AddSingleton<Cluster>();
        services.AddSingleton(provider => new KafkaClients(
            "", provider.GetRequiredService<KafkaProducer>(), provider.GetRequiredService<Cluster>(), provider.GetRequiredService<KafkaLogin>()));
        services.AddSingleton<KafkaIdentities>();
        services.AddSingleton<CallerClients>();
        services.AddSingleton<CredentialReader>();
        services.AddSingleton<ClientPool>();
        services.AddHostedService(provider => provider.GetRequiredService<ClientPool>());
        services.AddHealthChecks().AddCheck<BrokerHealthCheck>("kafka");
    }

    private static void AddEndpoints(IServiceCollection services)
    {
        services.AddExceptionHandler<RestExceptionHandler>();
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IOptions<KafkaRestOptions>>((cors, options) => cors.AddDefaultPolicy(
            policy => policy.WithOrigins(options.Value.CorsOrigins).AllowAnyMethod().AllowAnyHeader().WithExposedHeaders("Location", "Retry-After")));
        services.AddRateLimiter(_ => { });
        services.AddSingleton<CallerLimits>();
        services.AddSingleton<IConfigureOptions<RateLimiterOptions>>(provider => provider.GetRequiredService<CallerLimits>());
        services.AddSingleton<InFlightBytes>();
        services.AddSingleton<ProduceMetrics>();
        services.AddSingleton<ObjectPool<PendingProduce>>(new DefaultObjectPool<PendingProduce>(new PendingProducePolicy(), PendingProducePolicy.RetainedMax));
        services.AddSingleton<SchemaStore>();
        services.AddSingleton<SchemaEncoding>();
        services.AddSingleton<ProduceEndpoint>();
        services.AddSingleton<TopicEndpoints>();
        services.AddSingleton<BrokerEndpoints>();
        services.AddConsumers();
        services.AddSingleton<EventEndpoints>();
        services.AddSingleton<RecordEndpoints>();
        services.Configure<SwaggerGenOptions>(swagger =>
        {
            swagger.OperationFilter<ProduceOperationFilter>();
            swagger.ParameterFilter<PathExamples>();
        });
    }
}
