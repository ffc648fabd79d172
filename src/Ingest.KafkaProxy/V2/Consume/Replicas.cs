using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Ingest.KafkaProxy.V2.Consume;

/// <summary>Which replica of the proxy a consumer instance lives in: every replica comes to the same answer, from the names alone.</summary>
/// <remarks>
/// Rendezvous hashing (Thaler and Ravishankar, 1998): the replica whose hash with the instance is the highest. When a replica comes or
/// goes, only the instances that were, or will be, its own change their place.
/// </remarks>
internal sealed class Replicas(IOptions<KafkaRestOptions> options)
{
    private readonly KafkaRestOptions _options = options.Value;
    private readonly string[] _names = [.. options.Value.Peers.Keys.Append(options.Value.Replica ?? "").Distinct(StringComparer.Ordinal).Where(name => name.Length > 0)];

    /// <summary>Whether there is any other.</summary>
    public bool AreMany => _names.Length > 1;

    /// <summary>Where the instance lives when that is another replica; null when it is this one.</summary>
    public Uri? PeerOf(string group, string name) =>
        AreMany && OwnerOf(group, name) is var owner && owner != _options.Replica ? _options.Peers[owner] : null;

    /// <summary>A name for an instance that nobody named, which lives in this replica.</summary>
    public string NewName(string group)
    {
        while (true)
        {
            var name = $"rest-consumer-{Guid.NewGuid()}";
            if (PeerOf(group, name) is null)
            {
                return name;
            }
        }
    }

    /// <summary>What is missing in the settings.</summary>
    public static IEnumerable<ValidationResult> Validate(KafkaRestOptions options)
    {
        if (options.Peers.Count > 0 && string.IsNullOrEmpty(options.Replica))
        {
            yield return new("KafkaRest:Peers is set, but not KafkaRest:Replica, this replica's own name");
        }

        foreach (var (name, url) in options.Peers.Append(new("", options.PublicUrl!)).Where(peer => peer.Value is { } url && !(url.IsAbsoluteUri && url.Scheme is "http" or "https")))
        {
            yield return new($"{(name.Length == 0 ? "KafkaRest:PublicUrl" : $"KafkaRest:Peers:{name}")} is '{url}'; it must be an http or https address");
        }
    }

    private string OwnerOf(string group, string name) => _names.MaxBy(replica => Weight(replica, group, name))!;

    private static ulong Weight(string replica, string group, string name) =>
        BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes($"{replica}\n{group}\n{name}")));
}
