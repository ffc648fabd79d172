using System.Globalization;
using System.Text.RegularExpressions;

namespace Ingest.EmbeddedKinesis.Api;

/// <summary>Collects every constraint a request breaks and refuses it with all of them, as the service words them.</summary>
internal sealed partial class Validation
{
    public const int NameMax = 128;
    public const int PartitionKeyMax = 256;
    private const int ArnMax = 2048;
    private const int ErrorsMax = 50;

    /// <summary>Longer values are cut: an answer need not be as large as the request it refuses.</summary>
    private const int ShownMax = 2_000;

    private readonly List<string> _errors = [];

    [GeneratedRegex(@"\A[a-zA-Z0-9_.-]+\z")]
    private static partial Regex NamePattern { get; }

    [GeneratedRegex(@"\Aarn:aws[^:]*:kinesis:[^:]*:\d{12}:stream/\S+\z")]
    private static partial Regex ArnPattern { get; }

    [GeneratedRegex(@"\A(0|([1-9]\d{0,38}))\z")]
    private static partial Regex HashKeyPattern { get; }

    [GeneratedRegex(@"\A(0|([1-9]\d{0,128}))\z")]
    private static partial Regex SequenceNumberPattern { get; }

    public Validation NotNull(object? value, string member) => Check(value is not null, null, member, "Member must not be null");

    /// <summary>A stream's or shard's name.</summary>
    public Validation Name(string? value, string member, bool required = true)
    {
        if (value is null)
        {
            return required ? NotNull(value, member) : this;
        }

        return Check(NamePattern.IsMatch(value), value, member, "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+")
            .Length(value, member, NameMax);
    }

    public Validation Arn(string value, string member) =>
        Check(ArnPattern.IsMatch(value), value, member, @"Member must satisfy regular expression pattern: arn:aws.*:kinesis:.*:\d{12}:stream/\S+")
            .Length(value, member, ArnMax);

    public Validation HashKey(string? value, string member) => value is null ? this
        : Check(HashKeyPattern.IsMatch(value), value, member, @"Member must satisfy regular expression pattern: 0|([1-9]\d{0,38})");

    public Validation SequenceNumber(string? value, string member) => value is null ? this
        : Check(SequenceNumberPattern.IsMatch(value), value, member, @"Member must satisfy regular expression pattern: 0|([1-9]\d{0,128})");

    public Validation PartitionKey(string? value, string member) =>
        value is null ? NotNull(value, member) : Length(value, member, PartitionKeyMax);

    public Validation Length(string? value, string member, int max) => value is null ? this
        : Check(value.Length >= 1, value, member, "Member must have length greater than or equal to 1")
            .Check(value.Length <= max, value, member, $"Member must have length less than or equal to {max}");

    public Validation DataLength(int bytes, string member, int max) =>
        Check(bytes <= max, $"java.nio.HeapByteBuffer[pos=0 lim={bytes} cap={bytes}]", member, $"Member must have length less than or equal to {max}");

    public Validation Count(int count, string member, int max) =>
        Check(count >= 1, "[]", member, "Member must have length greater than or equal to 1")
            .Check(count <= max, $"[{count} entries]", member, $"Member must have length less than or equal to {max}");

    public Validation Range(int? value, string member, int min, int max)
    {
        var text = value?.ToString(CultureInfo.InvariantCulture);
        return Check(value is null || value >= min, text, member, $"Member must have value greater than or equal to {min}")
            .Check(value is null || value <= max, text, member, $"Member must have value less than or equal to {max}");
    }

    public Validation OneOf(string? value, string member, ReadOnlySpan<string> allowed) => value is null ? NotNull(value, member)
        : Check(allowed.Contains(value), value, member, $"Member must satisfy enum value set: [{string.Join(", ", allowed!)}]");

    /// <exception cref="KinesisException">Something was broken.</exception>
    public void ThrowIfBroken()
    {
        if (_errors.Count > 0)
        {
            throw KinesisException.Validation(
                $"{_errors.Count} validation error{(_errors.Count == 1 ? "" : "s")} detected: {string.Join("; ", _errors)}");
        }
    }

    private Validation Check(bool holds, string? value, string member, string constraint)
    {
        if (!holds && _errors.Count < ErrorsMax)
        {
            var quoted = value is null ? "null" : $"'{(value.Length > ShownMax ? value[..ShownMax] + "…" : value)}'";
            _errors.Add($"Value {quoted} at '{member}' failed to satisfy constraint: {constraint}");
        }

        return this;
    }
}
