using System.Security.Cryptography;
using System.Text;

namespace Ingest.Testing.Kafka;

/// <summary>The server's side of one login.</summary>
internal sealed class SaslLogin
{
    private const int Iterations = 4096;

    private static readonly byte[] Salt = "a salt of sixteen"u8.ToArray();

    private readonly IReadOnlyDictionary<string, string> _passwords;
    private string _clientFirst = "";
    private string _serverFirst = "";
    private string _asking = "";

    private SaslLogin(string mechanism, IReadOnlyDictionary<string, string> passwords) => (Mechanism, _passwords) = (mechanism, passwords);

    public static IReadOnlyCollection<string> Mechanisms { get; } = ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"];

    public string Mechanism { get; }

    /// <summary>Who has logged in; null as long as nobody has.</summary>
    public string? User { get; private set; }

    private HashAlgorithmName Hash => Mechanism.EndsWith("512", StringComparison.Ordinal) ? HashAlgorithmName.SHA512 : HashAlgorithmName.SHA256;

    public static SaslLogin? For(string mechanism, IReadOnlyDictionary<string, string> passwords) =>
        Mechanisms.Contains(mechanism) ? new(mechanism, passwords) : null;

    /// <summary>The answer to the client's next message; null refuses it.</summary>
    public byte[]? Answer(byte[] message)
    {
        var text = Encoding.UTF8.GetString(message);
        return Mechanism switch
        {
            "PLAIN" => text.Split('\0') is [_, var user, var password] ? Take(user, password) : null,
            "OAUTHBEARER" => Take("token", text.Split('\u0001').First(part => part.StartsWith("auth=Bearer ", StringComparison.Ordinal))["auth=Bearer ".Length..]),
            _ => _clientFirst.Length == 0 ? Challenge(text) : Finish(text),
        };
    }

    private byte[]? Take(string user, string password)
    {
        User = _passwords.TryGetValue(user, out var known) && known == password ? user : null;
        return User is null ? null : [];
    }

    /// <summary>RFC 5802, section 5: <c>n,,n=user,r=nonce</c> is answered by a longer nonce, the salt and the iterations.</summary>
    private byte[] Challenge(string text)
    {
        _clientFirst = text["n,,".Length..];
        _asking = Field(_clientFirst, "n");
        _serverFirst = $"r={Field(_clientFirst, "r")}server,s={Convert.ToBase64String(Salt)},i={Iterations}";
        return Encoding.UTF8.GetBytes(_serverFirst);
    }

    private byte[]? Finish(string text)
    {
        if (!_passwords.TryGetValue(_asking, out var password))
        {
            return null;
        }

        var salted = Rfc2898DeriveBytes.Pbkdf2(password, Salt, Iterations, Hash, Mac([], "").Length);
        var signed = $"{_clientFirst},{_serverFirst},{text[..text.LastIndexOf(",p=", StringComparison.Ordinal)]}";
        var clientKey = Mac(salted, "Client Key");
        var signature = Mac(CryptographicOperations.HashData(Hash, clientKey), signed);
        var proof = clientKey.Zip(signature, (a, b) => (byte)(a ^ b)).ToArray();
        if (Convert.ToBase64String(proof) != Field(text, "p"))
        {
            return null;
        }

        User = _asking;
        return Encoding.UTF8.GetBytes("v=" + Convert.ToBase64String(Mac(Mac(salted, "Server Key"), signed)));
    }

    private byte[] Mac(byte[] key, string text) => CryptographicOperations.HmacData(Hash, key, Encoding.UTF8.GetBytes(text));

    private static string Field(string text, string name) =>
        text.Split(',').First(part => part.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..];
}
