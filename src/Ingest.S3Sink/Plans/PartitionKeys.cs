using System.Globalization;

namespace Ingest.S3Sink.Plans;

/// <summary>The keys of everything the sink keeps for one partition.</summary>
/// <remarks><c>topics/</c> is laid out as Confluent's S3 sink does it and holds nothing else; the sink's own notes are under <c>_sink/</c>.</remarks>
internal sealed record PartitionKeys(string Topic, int Partition)
{
    /// <summary>What the keys of the partition's objects begin with.</summary>
    public string Objects => $"topics/{Topic}/partition={Partition}/";

    /// <summary>What the keys of the partition's plans begin with.</summary>
    public string Plans => $"_sink/plans/{Topic}/partition={Partition}/";

    /// <summary>The object whose first line is the record at an offset.</summary>
    public string Object(long first) => Objects + Name(first);

    /// <summary>The object of the records set aside, the first of them at an offset.</summary>
    public string Rejected(long first) => $"rejected/{Topic}/partition={Partition}/{Name(first)}";

    /// <summary>The plan at a place in the chain. 19 digits hold every offset, so these keys sort as their offsets do.</summary>
    public string Plan(long from) => string.Create(CultureInfo.InvariantCulture, $"{Plans}{from:d19}.json");

    private string Name(long first) => string.Create(CultureInfo.InvariantCulture, $"{Topic}+{Partition}+{first:d10}.json");
}
