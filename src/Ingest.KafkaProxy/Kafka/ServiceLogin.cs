using Confluent.Kafka;
using Ingest.MskIam;
using Ingest.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace Ingest.KafkaProxy.Kafka;

/// <summary>How the proxy itself logs in to Kafka.</summary>
internal static class ServiceLogin
{
    public static KafkaLogin Create(IServiceProvider services)
    {
        var kafka = services.GetRequiredService<IOptions<KafkaSettings>>().Value;
        var settings = kafka.ForClient();
        var events = services.GetRequiredService<ClientEvents>();
        return new KafkaLogin(
            ProducerSettings.Over(settings, services.GetRequiredService<IOptions<KafkaRestOptions>>().Value),
            settings,
            kafka.Authentication == KafkaAuthentication.MskIam ? Refresh(MskLogin.ByDefaultCredentials(kafka.Region, services.GetRequiredService<TimeProvider>())) : null,
            events.OnLog,
            events.OnError);
    }

    private static Action<IClient> Refresh(MskLogin msk) => client => msk.Refresh(
        (token, expires, principal) => client.OAuthBearerSetToken(token, expires, principal), client.OAuthBearerSetTokenFailure);
}
