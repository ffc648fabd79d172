using Amazon.Runtime;

namespace Amazon.Kinesis.Internal;

/// <summary>Connect timeouts of AWS's default configuration modes, as its SDK reference lists them.</summary>
internal static class KinesisDefaults
{
    public static readonly IDefaultConfiguration[] All =
    [
        Mode(DefaultConfigurationMode.Standard, connectMs: 3100),
        Mode(DefaultConfigurationMode.InRegion, connectMs: 1100),
        Mode(DefaultConfigurationMode.CrossRegion, connectMs: 3100),
        Mode(DefaultConfigurationMode.Mobile, connectMs: 30_000),
        Mode(DefaultConfigurationMode.Auto, connectMs: 1100),
    ];

    private static DefaultConfiguration Mode(DefaultConfigurationMode name, int connectMs) => new()
    {
        Name = name,
        RetryMode = RequestRetryMode.Standard,
        ConnectTimeout = TimeSpan.FromMilliseconds(connectMs),
        TlsNegotiationTimeout = TimeSpan.FromMilliseconds(connectMs),
    };
}
