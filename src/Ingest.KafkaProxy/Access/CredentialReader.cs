using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Ingest.KafkaProxy.Wire;
using Ingest.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace Ingest.KafkaProxy.Access;

/// <summary>Reads a request's credential.</summary>
internal sealed class CredentialReader(IOptions<AccessOptions> options, TimeProvider time)
{
    private readonly AccessOptions _options = options.Value;

    /// <summary>The caller's credential; null when it shows none and need not.</summary>
    /// <exception cref="RestException">401 when it shows none that is taken, 403 when its certificate stands for nobody.</exception>
    public Credential? Read(HttpContext context)
    {
        if (_options.Certificates.Count > 0 && context.Connection.ClientCertificate is { } certificate)
        {
            return OfCertificate(certificate.Subject);
        }

        var header = context.Request.Headers.Authorization.ToString();
        return header.Length == 0 || !AuthenticationHeaderValue.TryParse(header, out var shown) || !Takes(shown.Scheme)
            ? (_options.Required ? throw Refused("This request needs a credential.") : null)
            : shown.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase) ? OfPassword(shown.Parameter) : OfToken(shown.Parameter);
    }

    private static RestException Refused(string why) => new(new RestError(401, 40101, why));

    private bool Takes(string scheme) =>
        (_options.Basic != BasicLogin.Ignored && scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)) ||
        (_options.Bearer && scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase));

    private Credential OfCertificate(string subject)
    {
        var identity = _options.Certificates.FirstOrDefault(known => known.Subject == subject)?.Identity
            ?? throw new RestException(new RestError(403, 40301, $"The client certificate's subject '{subject}' stands for no identity here."));
        return new(Hash("certificate", identity), _options.Identities[identity].ToDictionary(setting => KafkaSettings.NameOf(setting.Key), setting => setting.Value));
    }

    private Credential OfPassword(string? parameter)
    {
        var bytes = new byte[parameter?.Length ?? 0];
        if (!Convert.TryFromBase64String(parameter ?? "", bytes, out var length) || Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2) is not [var user, var password])
        {
            throw Refused("The Basic credential is not base64 of user:password.");
        }

        return new(Hash("basic", user, password), new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["sasl.mechanisms"] = _options.Basic switch
            {
                BasicLogin.Plain => "PLAIN",
                BasicLogin.ScramSha256 => "SCRAM-SHA-256",
                _ => "SCRAM-SHA-512",
            },
            ["sasl.username"] = user,
            ["sasl.password"] = password,
        });
    }

    private Credential OfToken(string? value)
    {
        var now = time.GetUtcNow();
        var token = BearerToken.Read(string.IsNullOrEmpty(value) ? throw Refused("The Bearer credential is empty.") : value, now);
        return token.Expires <= now
            ? throw Refused("The bearer token has expired.")
            : new(Hash("bearer", value), new Dictionary<string, string>(StringComparer.Ordinal) { ["sasl.mechanisms"] = "OAUTHBEARER" }, token);
    }

    /// <summary>Lengths go in too, so that no two lists of parts have the same bytes.</summary>
    private static string Hash(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
