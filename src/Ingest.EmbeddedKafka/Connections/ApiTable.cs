using System.Collections.Frozen;
using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Connections;

/// <summary>All kinds of requests that are served, by their number.</summary>
internal sealed class ApiTable
{
    private readonly FrozenDictionary<ApiKey, KafkaApi> _apis;

    public ApiTable(IEnumerable<KafkaApi> apis)
    {
        _apis = apis.Append(new ApiVersionsApi(this)).ToFrozenDictionary(api => api.Key);
    }

    public IEnumerable<KafkaApi> All => _apis.Values.OrderBy(api => api.Key);

    public KafkaApi? Find(ApiKey key) => _apis.GetValueOrDefault(key);
}
