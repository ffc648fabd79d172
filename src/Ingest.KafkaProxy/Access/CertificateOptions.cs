using System.ComponentModel.DataAnnotations;

namespace Ingest.KafkaProxy.Access;

/// <summary>Which identity the holder of a client certificate has.</summary>
internal sealed class CertificateOptions
{
    /// <summary>The certificate's subject, as .NET writes it: <c>CN=orders, O=Example</c>.</summary>
    [Required]
    public string Subject { get; set; } = "";

    /// <summary>One of <c>KafkaRest:Access:Identities</c>.</summary>
    [Required]
    public string Identity { get; set; } = "";
}
