using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Ingest.Testing.Kafka;

/// <summary>A token for MSK, taken apart: the address that it stands for.</summary>
public sealed class BearerToken
{
    /// <summary>Takes a token as it goes over the wire.</summary>
    public BearerToken(string token)
    {
        Address = new Uri(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token)));
        Query = Address.Query[1..].Split('&').Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
    }

    /// <summary>The whole address.</summary>
    public Uri Address { get; }

    /// <summary>The parameters of its query.</summary>
    public IReadOnlyDictionary<string, string> Query { get; }

    /// <summary>When it says that it was signed.</summary>
    public DateTimeOffset SignedAt => DateTimeOffset.ParseExact(
        Query["X-Amz-Date"], "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
