using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Connections;

/// <summary>What stands before a request's body.</summary>
/// <remarks>Kind, version, correlation id, client id; and tagged fields where the body is of a flexible version (header version 2).</remarks>
internal readonly record struct RequestHeader(ApiKey Key, short Version, int CorrelationId, string? ClientId)
{
    /// <exception cref="MalformedRequestException">It is of a kind or version that is not served, or none at all.</exception>
    public static (RequestHeader Header, KafkaApi Api) Read(KafkaReader reader, ApiTable apis)
    {
        var (key, version, correlation) = ((ApiKey)reader.ReadInt16(), reader.ReadInt16(), reader.ReadInt32());
        var api = apis.Find(key) ?? throw new MalformedRequestException($"A request of kind {(short)key} is not served.");
        var served = version >= api.Oldest && version <= api.Newest;
        if (!served && api is not ApiVersionsApi)
        {
            throw new MalformedRequestException($"{key} version {version} is not served; versions {api.Oldest} to {api.Newest} are.");
        }

        var client = reader.ReadNullableString(); // never compact, so that an old broker can read it
        reader.Flexible = served && api.IsFlexible(version);
        reader.SkipTaggedFields();
        return (new RequestHeader(key, version, correlation, client), api);
    }
}
