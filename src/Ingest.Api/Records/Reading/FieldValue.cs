namespace Ingest.Api.Records.Reading;

/// <summary>What a record has in a field.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A string's text; a number, <c>true</c>, <c>false</c> or <c>null</c> as it was sent. Null when it is missing, an object or an array.</param>
internal readonly record struct FieldValue(FieldKind Kind, string? Text);

/// <summary>The kinds of value that routing tells apart.</summary>
internal enum FieldKind
{
    /// <summary>The record has no such field.</summary>
    Missing,

    /// <summary>A string.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary><c>true</c>, <c>false</c> or <c>null</c>.</summary>
    Literal,

    /// <summary>An object or an array.</summary>
    Composite,
}
