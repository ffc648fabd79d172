using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Ingest.KafkaProxy.Access;
using Ingest.KafkaProxy.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Ingest.KafkaProxy.Tests.Access;

/// <summary>Kestrel has checked the certificate by then; which ones it trusts is the machine's matter.</summary>
public sealed class When_a_certificate_names_the_caller
{
    private static readonly CredentialReader Reader = new(
        Options.Create(new AccessOptions
        {
            Certificates = [new() { Subject = "CN=orders, O=Example", Identity = "orders" }],
            Identities = { ["orders"] = new() { ["sasl_username"] = "orders", ["sasl_password"] = "secret" } },
        }),
        TimeProvider.System);

    [Fact]
    public void Its_subject_stands_for_a_configured_identity()
    {
        var credential = Reader.Read(Request("CN=orders, O=Example"))!;

        Assert.Equal([new("sasl.username", "orders"), new("sasl.password", "secret")], credential.Settings);
        Assert.DoesNotContain("secret", credential.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_other_is_40301_and_none_is_the_proxy_itself()
    {
        var refused = Assert.Throws<RestException>(() => Reader.Read(Request("CN=mallory")));

        Assert.Equal((403, 40301), (refused.Error.Status, refused.Error.Code));
        Assert.Contains("CN=mallory", refused.Error.Message, StringComparison.Ordinal);
        Assert.Null(Reader.Read(new DefaultHttpContext()));
    }

    private static DefaultHttpContext Request(string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return new() { Connection = { ClientCertificate = request.CreateSelfSigned(now, now.AddYears(1)) } };
    }
}
