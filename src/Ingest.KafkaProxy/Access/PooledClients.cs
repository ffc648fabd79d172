using Ingest.KafkaProxy.Kafka;

namespace Ingest.KafkaProxy.Access;

/// <summary>The clients of one credential, in the pool or on their way out. All but <see cref="Opening"/> is guarded by the pool's lock.</summary>
internal sealed class PooledClients(string key)
{
    public string Key => key;

    /// <summary>Ends when the broker has taken, or refused, the credential.</summary>
    public Task<KafkaClients>? Opening { get; set; }

    /// <summary>Requests that use them.</summary>
    public int Users { get; set; }

    /// <summary>When the last of them ended.</summary>
    public long LastUsed { get; set; }

    /// <summary>No further request gets them.</summary>
    public bool Evicted { get; set; }
}
