using System.ComponentModel.DataAnnotations;
using Ingest.ServiceDefaults;

namespace Ingest.KafkaProxy.Access;

/// <summary>Whether callers speak to Kafka as themselves: section <c>KafkaRest:Access</c>. By default all do as the proxy.</summary>
internal sealed class AccessOptions : IValidatableObject
{
    /// <summary>What a caller's Basic credential (RFC 7617) becomes. Default <see cref="BasicLogin.Ignored"/>.</summary>
    [EnumDataType(typeof(BasicLogin))]
    public BasicLogin Basic { get; set; } = BasicLogin.Ignored;

    /// <summary>Whether a caller's bearer token (RFC 6750) is shown to Kafka by OAUTHBEARER (RFC 7628). Default false: it is ignored.</summary>
    public bool Bearer { get; set; }

    /// <summary>Which identity the holder of a client certificate has; the holder of any other is refused.</summary>
    public IList<CertificateOptions> Certificates { get; set; } = [];

    /// <summary>
    /// The identities that certificates stand for: <c>Identities:&lt;name&gt;:&lt;setting&gt;</c>, settings of librdkafka as in
    /// <c>Kafka:Client</c>, over which they win.
    /// </summary>
    public Dictionary<string, Dictionary<string, string>> Identities { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Refuse with 401 what comes without a credential. Default false: it speaks as the proxy.</summary>
    public bool Required { get; set; }

    /// <summary>The most identities with clients of their own at a time; 503 beyond it. Each holds a few threads and connections.</summary>
    [Range(1, 10_000)]
    public int ClientsMax { get; set; } = 100;

    /// <summary>After how long without a request the clients of an identity are closed.</summary>
    [TimeRange("00:00:01", "1.00:00:00")]
    public TimeSpan ClientsIdleMax { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether a caller may have an identity of its own at all.</summary>
    public bool Enabled => Required || Bearer || Basic != BasicLogin.Ignored || Certificates.Count > 0;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var certificate in Certificates.Where(certificate => !Identities.ContainsKey(certificate.Identity)))
        {
            yield return new($"KafkaRest:Access:Certificates names the identity '{certificate.Identity}', which KafkaRest:Access:Identities does not have");
        }

        if (Required && !Bearer && Basic == BasicLogin.Ignored && Certificates.Count == 0)
        {
            yield return new("KafkaRest:Access:Required is true, but no credential is taken; set Basic, Bearer or Certificates");
        }
    }
}
