namespace Ingest.Emulator.Drawing;

/// <summary>
/// What the classic emulator draws: per event <c>random.randrange(0, 2)</c> seconds of sleep, then row
/// <c>random.randint(0, 11000)</c>. A restart with the same seed repeats it.
/// </summary>
internal sealed class ClassicSequence(long seed)
{
    /// <summary>The last row the classic emulator asks for; its tables hold some more.</summary>
    public const int IndexMax = 11_000;

    private readonly PythonRandom _random = new(seed);

    public (TimeSpan Sleep, int Index) Next()
    {
        var sleep = TimeSpan.FromSeconds(_random.NextInRange(0, 2));
        return (sleep, (int)_random.NextBetween(0, IndexMax));
    }
}
