using System.Text;
using Confluent.Kafka.Admin;

namespace Ingest.KafkaProxy.V3;

/// <summary>Names as API v3 writes them: <c>ClusterAction</c> is <c>CLUSTER_ACTION</c>, and the cluster's own access is kept at <c>CLUSTER</c>.</summary>
internal static class EnumNames
{
    private const string Cluster = "CLUSTER";

    public static string Of<T>(T value)
        where T : struct, Enum
    {
        if (value is ResourceType.Broker)
        {
            return Cluster;
        }

        var name = new StringBuilder();
        foreach (var letter in value.ToString())
        {
            name.Append(char.IsUpper(letter) && name.Length > 0 ? "_" : "").Append(char.ToUpperInvariant(letter));
        }

        return name.ToString();
    }

    /// <summary>The value of a name; null when it is none.</summary>
    public static T? Find<T>(string name)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Of(value).Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }
}
