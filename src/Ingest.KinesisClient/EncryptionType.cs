using Amazon.Runtime;

namespace Amazon.Kinesis;

/// <summary>How records are encrypted at rest.</summary>
public class EncryptionType : ConstantClass
{
    /// <summary>Not at all.</summary>
    public static readonly EncryptionType NONE = new("NONE");

    /// <summary>With a key of the key management service.</summary>
    public static readonly EncryptionType KMS = new("KMS");

    /// <summary>A value that this version does not know yet.</summary>
    public EncryptionType(string value)
        : base(value)
    {
    }

    /// <summary>The constant of this name.</summary>
    public static EncryptionType FindValue(string value) => FindValue<EncryptionType>(value);

    /// <summary>The constant of this name.</summary>
    public static implicit operator EncryptionType(string value) => FindValue(value);
}
