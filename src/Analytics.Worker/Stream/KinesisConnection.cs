using Amazon.Kinesis;
using Amazon.Runtime;
using Ingest.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Stream;

/// <summary>The client of Kinesis, from section <c>Kinesis</c> and the default credential chain.</summary>
internal static class KinesisConnection
{
    /// <summary>Shorter than the client would try: whoever asks whether we are ready waits for the answer.</summary>
    private static readonly TimeSpan HealthTimeout = TimeSpan.FromSeconds(5);

    public static void AddKinesis(this IServiceCollection services)
    {
        services.AddServiceOptions<KinesisSettings>("Kinesis");
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KinesisSettings>, SettingsRule>());
        services.TryAddSingleton<IAmazonKinesis>(provider => Connect(provider.GetRequiredService<IOptions<KinesisSettings>>().Value));
        services.AddHealthChecks().AddCheck<KinesisHealthCheck>("kinesis", timeout: HealthTimeout);
    }

    private static AmazonKinesisClient Connect(KinesisSettings settings) =>
        settings is { AccessKeyId: { } id, SecretAccessKey: { } secret }
            ? new AmazonKinesisClient(new BasicAWSCredentials(id, secret), Config(settings))
            : new AmazonKinesisClient(Config(settings));

    private static AmazonKinesisConfig Config(KinesisSettings settings)
    {
        var config = new AmazonKinesisConfig();
        if (settings.ServiceUrl is { } url)
        {
            config.ServiceURL = url.ToString();
            config.AuthenticationRegion = settings.Region;
        }
        else if (settings.Region is { } region)
        {
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(region);
        }

        return config;
    }

    /// <summary>Refuses to start where no request could be sent or signed.</summary>
    private sealed class SettingsRule : IValidateOptions<KinesisSettings>
    {
        public ValidateOptionsResult Validate(string? name, KinesisSettings options)
        {
            if (options.AccessKeyId is null != options.SecretAccessKey is null)
            {
                return ValidateOptionsResult.Fail("Kinesis:AccessKeyId and Kinesis:SecretAccessKey belong together: set both or neither.");
            }

            try
            {
                Config(options).Validate();
                return ValidateOptionsResult.Success;
            }
            catch (AmazonClientException failure)
            {
                return ValidateOptionsResult.Fail($"Kinesis:Region, Kinesis:ServiceUrl: {failure.Message}");
            }
        }
    }
}
