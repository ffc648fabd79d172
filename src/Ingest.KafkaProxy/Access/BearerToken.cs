using System.Buffers.Text;
using System.Text.Json;

namespace Ingest.KafkaProxy.Access;

/// <summary>A caller's bearer token, as librdkafka wants it.</summary>
/// <param name="Value">As it came.</param>
/// <param name="Expires">When it says that it expires.</param>
/// <param name="Principal">Whom it says that it is for.</param>
internal sealed record BearerToken(string Value, DateTimeOffset Expires, string Principal)
{
    /// <summary>For how long one counts that says nothing of it; Kafka may think otherwise.</summary>
    private static readonly TimeSpan UsualLifetime = TimeSpan.FromHours(1);

    /// <summary>Reads <c>exp</c> and <c>sub</c> of a JSON web token (RFC 7519). Whether it is genuine is for Kafka to say.</summary>
    public static BearerToken Read(string value, DateTimeOffset now)
    {
        var (expires, principal) = (now + UsualLifetime, "caller");
        if (value.Split('.') is [_, var payload, _] && Base64Url.IsValid(payload))
        {
            try
            {
                using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
                expires = claims.RootElement.TryGetProperty("exp", out var exp) && exp.TryGetInt64(out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : expires;
                principal = claims.RootElement.TryGetProperty("sub", out var subject) ? subject.GetString() ?? principal : principal;
            }
            catch (Exception other) when (other is JsonException or InvalidOperationException or ArgumentOutOfRangeException)
            {
                // It has the form of a JSON web token and is none: an opaque token is as good.
                return new(value, now + UsualLifetime, "caller");
            }
        }

        return new(value, expires, principal);
    }

    /// <summary>Not for a log.</summary>
    public override string ToString() => nameof(BearerToken);
}
