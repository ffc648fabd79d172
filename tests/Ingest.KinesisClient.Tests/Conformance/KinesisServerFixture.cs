using Amazon.Kinesis;
using Amazon.Runtime;
using Ingest.Testing.Kinesis;

namespace Ingest.KinesisClient.Tests.Conformance;

/// <summary>One server for all tests of a class, started by the first that asks, so that a missing one skips tests.</summary>
public abstract class KinesisServerFixture : IAsyncLifetime
{
    private readonly Lazy<Task<IKinesisServer>> _server;
    private AmazonKinesisClient? _client;

    protected KinesisServerFixture() => _server = new(StartAsync);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async Task<IAmazonKinesis> ClientAsync()
    {
        var server = await _server.Value;
        return _client ??= new AmazonKinesisClient(
            new BasicAWSCredentials("test", "test"),
            new AmazonKinesisConfig { ServiceURL = server.ServiceUrl.ToString(), AuthenticationRegion = "eu-west-1", MaxErrorRetry = 0 });
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_server is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _server.Value).DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    protected abstract Task<IKinesisServer> StartAsync();
}
