namespace Ingest.Testing.Kinesis;

/// <summary>A server with the API of Kinesis Data Streams, on loopback. It takes any credentials.</summary>
public interface IKinesisServer : IAsyncDisposable
{
    /// <summary>Where it listens.</summary>
    Uri ServiceUrl { get; }
}
