using System.ComponentModel.DataAnnotations;
using Ingest.ServiceDefaults;

namespace Ingest.SchemaRegistry;

/// <summary>How the registry works: section <c>SchemaRegistry</c>. Where Kafka is, is said in section <c>Kafka</c>.</summary>
internal sealed class RegistryOptions
{
    /// <summary>The compacted topic that keeps everything; it is made when it is not there. Default <c>_schemas</c>.</summary>
    [Required]
    public string Topic { get; set; } = "_schemas";

    /// <summary>On how many brokers the topic is kept when it is made. Default 1; 3 in production.</summary>
    [Range(1, 100)]
    public short ReplicationFactor { get; set; } = 1;

    /// <summary>How long Kafka may take to keep a change, or to show the others'. Default 10 s, from 1 s to 5 min.</summary>
    [TimeRange("00:00:01", "00:05:00")]
    public TimeSpan WriteTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The largest request body, in bytes. Default 1 MiB, from 1 KiB to 16 MiB.</summary>
    [Range(1024, 16 << 20)]
    public int RequestBytesMax { get; set; } = 1 << 20;
}
