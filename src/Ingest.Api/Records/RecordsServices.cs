using Ingest.Api.Records.Reading;
using Ingest.Api.Records.Routes;
using Ingest.Api.Records.Sending;
using Ingest.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace Ingest.Api.Records;

/// <summary>What <c>POST /records/{source}</c> is made of.</summary>
internal static class RecordsServices
{
    public static void AddRecords(this IServiceCollection services)
    {
        services.AddServiceOptions<RecordsOptions>("Records");
        services.AddServiceOptions<RoutingOptions>("Routing");
        services.AddSingleton<IValidateOptions<RoutingOptions>, RoutingValidator>();

        services.AddSingleton<SourceRoutes>();
        services.AddSingleton<InFlightBytes>();
        services.AddSingleton<RecordsMetrics>();
        services.AddProxyClients();
        services.AddSingleton<ProxyCaller>();
        services.AddSingleton<KafkaProxyApi>();
        services.AddSingleton<KinesisProxyApi>();
        services.AddSingleton<RecordSender>();
        services.AddSingleton<RecordsEndpoint>();
    }
}
