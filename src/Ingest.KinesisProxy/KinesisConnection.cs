using Amazon.Kinesis;
using Amazon.Runtime;
using Ingest.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Ingest.KinesisProxy;

/// <summary>The clients of Kinesis, from section <c>Kinesis</c> and the default credential chain.</summary>
internal static class KinesisConnection
{
    /// <summary>The client for puts: it sends once, since the writer resends what failed and knows what was lost.</summary>
    public const string SendingOnce = nameof(SendingOnce);

    public static void AddKinesis(this IServiceCollection services)
    {
        services.AddServiceOptions<KinesisSettings>("Kinesis");
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KinesisSettings>, SettingsRule>());
        services.AddSingleton<IAmazonKinesis>(provider => Connect(provider, retries: null));
        services.AddKeyedSingleton<IAmazonKinesis>(SendingOnce, (provider, _) => Connect(provider, retries: 0));
    }

    private static AmazonKinesisClient Connect(IServiceProvider provider, int? retries)
    {
        var settings = provider.GetRequiredService<IOptions<KinesisSettings>>().Value;
        var config = Config(settings);
        if (retries is { } count)
        {
            config.MaxErrorRetry = count;
        }

        return settings is { AccessKeyId: { } id, SecretAccessKey: { } secret }
            ? new AmazonKinesisClient(new BasicAWSCredentials(id, secret), config)
            : new AmazonKinesisClient(config);
    }

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
