namespace Ingest.EmbeddedKinesis.Streams;

/// <summary>Why a stream was not created.</summary>
internal enum CreateRefusal
{
    /// <summary>There is one of that name.</summary>
    Exists,

    /// <summary>It would take the shards beyond <see cref="EmbeddedKinesisOptions.ShardsMax"/>.</summary>
    TooManyShards,
}
