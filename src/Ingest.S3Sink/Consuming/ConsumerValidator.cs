using Confluent.Kafka;
using Ingest.MskIam;
using Ingest.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace Ingest.S3Sink.Consuming;

/// <summary>Makes a consumer at start, connected to nothing, so that every setting that it does not take is told.</summary>
internal sealed class ConsumerValidator : IValidateOptions<KafkaSettings>
{
    public ValidateOptionsResult Validate(string? name, KafkaSettings options)
    {
        string[] errors = [.. options.Refused(Refusal)];
        if (options.Authentication == KafkaAuthentication.MskIam && MskLogin.RegionOr(options.Region) is null)
        {
            errors = [.. errors, MskLogin.NoRegion];
        }

        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static string? Refusal(IReadOnlyDictionary<string, string> settings)
    {
        try
        {
            var client = KafkaClients.ConsumerSettings(settings, new SinkOptions()).Where(setting => setting.Key != "bootstrap.servers");
            using var consumer = new ConsumerBuilder<Ignore, Ignore>(client).SetLogHandler((_, _) => { }).Build();
            return null;
        }
        catch (Exception refused) when (refused is InvalidOperationException or ArgumentException or KafkaException)
        {
            return refused.Message;
        }
    }
}
