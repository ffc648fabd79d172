using System.Text;

namespace Ingest.Testing.Pinterest;

/// <summary>The order of text by code point, as engines compare it; .NET's ordinal order differs beyond U+FFFF.</summary>
public sealed class CodePoints : IComparer<string?>
{
    /// <summary>The order.</summary>
    public static CodePoints Order { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y) =>
        Encoding.UTF8.GetBytes(x ?? string.Empty).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y ?? string.Empty));
}
