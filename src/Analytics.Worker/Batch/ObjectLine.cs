namespace Analytics.Worker.Batch;

/// <summary>A line of an object.</summary>
/// <param name="Number">Its number in the object, from 1, empty lines counted.</param>
/// <param name="Bytes">Its bytes without the line's end; only the beginning when it is longer than allowed.</param>
/// <param name="Length">How many bytes it has.</param>
internal readonly record struct ObjectLine(long Number, byte[] Bytes, long Length)
{
    /// <summary>Whether its end was cut off.</summary>
    public bool IsCut => Bytes.Length < Length;
}
