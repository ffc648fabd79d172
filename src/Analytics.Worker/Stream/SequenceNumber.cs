namespace Analytics.Worker.Stream;

/// <summary>Kinesis sequence numbers: decimal numbers of up to 129 digits, kept as text.</summary>
internal static class SequenceNumber
{
    /// <summary>Compares as numbers.</summary>
    public static int Compare(string a, string b)
    {
        var x = a.AsSpan().TrimStart('0');
        var y = b.AsSpan().TrimStart('0');
        return x.Length != y.Length ? x.Length.CompareTo(y.Length) : x.SequenceCompareTo(y);
    }
}
