using Ingest.Testing;
using Ingest.Testing.Kinesis;

namespace Ingest.KinesisProxy.Tests;

/// <summary>Starts the proxy in front of a server.</summary>
internal static class Proxy
{
    /// <param name="kinesis">What it sends to.</param>
    /// <param name="settings">Further settings; they win over the usual ones.</param>
    public static Task<RunningService> StartAsync(IKinesisServer kinesis, params (string Key, string? Value)[] settings)
    {
        (string Key, string? Value)[] usual =
        [
            ("Kinesis:ServiceUrl", kinesis.ServiceUrl.ToString()),
            ("Kinesis:Region", "eu-west-1"),
            ("Kinesis:AccessKeyId", "test"),
            ("Kinesis:SecretAccessKey", "test"),
        ];
        return RunningService.StartAsync(Program.Build, [.. usual.ExceptBy(settings.Select(setting => setting.Key), setting => setting.Key), .. settings]);
    }
}
