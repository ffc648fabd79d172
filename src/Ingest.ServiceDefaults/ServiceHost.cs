using Ingest.ServiceDefaults.Validation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Ingest.ServiceDefaults;

/// <summary>What every service of the suite starts with and answers: one call before Build, one after.</summary>
public static class ServiceHost
{
    /// <summary>Starts a service: configuration, logs, telemetry, health, OpenAPI, and a listener on loopback.</summary>
    /// <param name="name">The service's name in logs, traces and metrics, such as <c>Ingest.KafkaProxy</c>.</param>
    /// <param name="defaultUrl">Where it listens when neither <c>--urls</c> nor <c>ASPNETCORE_URLS</c> says otherwise.</param>
    /// <param name="args">The command line.</param>
    /// <param name="configuration">Settings that win over environment and command line, for a host of several services.</param>
    public static WebApplicationBuilder CreateBuilder(
        string name, string defaultUrl, string[] args, IConfiguration? configuration)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // No service reloads its configuration; watching files for it costs handles, of which a machine has few.
            Args = ["--hostBuilder:reloadConfigOnChange=false", .. args],
            ContentRootPath = AppContext.BaseDirectory,
        });

        if (configuration is not null)
        {
            builder.Configuration.AddConfiguration(configuration);
            builder.Services.AddSingleton<IHostLifetime, HostedLifetime>();
        }

        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddServiceLogging(name);
        builder.AddServiceTelemetry(name);
        builder.AddPlainHttpListener(builder.Configuration["urls"] ?? defaultUrl);
        builder.Services.AddServiceOptions<LogOptions>("Logs");
        builder.Services.AddSingleton<IValidateOptions<Listening>, Listening>();
        builder.Services.AddOptions<Listening>().Configure(listening => listening.Urls = builder.Configuration["urls"] ?? defaultUrl).ValidateOnStart();
        builder.Services.AddHealthChecks();
        builder.Services.AddProblemDetails();
        builder.Services.AddServiceOpenApi(name);
        return builder;
    }

    /// <summary>
    /// Maps what every service answers: <c>/metrics</c>, <c>/healthz/live</c>, <c>/healthz/ready</c>, <c>/swagger</c>.
    /// </summary>
    public static void MapServiceDefaults(this WebApplication app)
    {
        app.UseExceptionHandler();

        // An error without a body, such as an unknown path, gets problem details; what a service answers itself stays as it is.
        app.UseErrorPages(pages => pages.UseStatusCodePages());
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/swagger"), swagger => swagger.UseServiceOpenApi());
        app.MapPrometheusScrapingEndpoint("/metrics");
        app.MapHealth();
    }

    /// <summary>Lets answers without a body get one by what <paramref name="add"/> adds, save those of endpoints that write all their errors.</summary>
    /// <remarks>The middleware costs a request more than Kestrel does, so endpoints for records are marked not to need it.</remarks>
    public static void UseErrorPages(this WebApplication app, Action<IApplicationBuilder> add) => app.UseWhen(
        context => context.GetEndpoint()?.Metadata.GetMetadata<ISkipStatusCodePagesMetadata>() is null, add);

    /// <summary>A service that another program hosts is started and stopped by that program, not by signals to the process.</summary>
    private sealed class HostedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
