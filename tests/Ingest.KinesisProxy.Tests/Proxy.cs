using Ingest.Testing;
using Ingest.Testing.Kinesis;

namespace Ingest.KinesisProxy.Tests;

/// <summary>Starts the proxy in front of a server.</summary>
internal static class Proxy
{
    public static Task<RunningService> StartAsync(IKinesisServer kinesis, params (string Key, string? Value)[] settings) =>
        RunningService.StartAsync(Program.Build, [
            ("Kinesis:ServiceUrl", kinesis.ServiceUrl.ToString()),
            ("Kinesis:Region", "eu-west-1"),
            ("Kinesis:AccessKeyId", "test"),
            ("Kinesis:SecretAccessKey", "test"),
            .. settings]);
}
