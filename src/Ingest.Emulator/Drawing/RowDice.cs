using System.Globalization;

namespace Ingest.Emulator.Drawing;

/// <summary>The draws that make one row: SplitMix64 (G. Steele, D. Lea, C. Flood, 2014) from seed and index.</summary>
/// <remarks>A Mersenne Twister costs 2.5 kB and a thousand steps to seed, too much for a few draws per row.</remarks>
internal sealed class RowDice
{
    private ulong _state;

    public RowDice(long seed, int index)
    {
        _state = (ulong)seed;
        _state = NextWord() ^ (ulong)index;
        _state = NextWord();
    }

    public ulong NextWord()
    {
        _state += 0x9e3779b97f4a7c15;
        var word = _state;
        word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9;
        word = (word ^ (word >> 27)) * 0x94d049bb133111eb;
        return word ^ (word >> 31);
    }

    /// <summary>In [0, 1).</summary>
    public double Next() => (NextWord() >> 11) * (1.0 / (1UL << 53));

    /// <summary>In [0, 1), crowded near 0: the square of a draw.</summary>
    public double NextSkewed()
    {
        var drawn = Next();
        return drawn * drawn;
    }

    /// <summary>True <paramref name="times"/> in <paramref name="of"/>.</summary>
    public bool Happens(int times, int of) => Next() * of < times;

    public int Below(int count) => (int)(Next() * count);

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>As many hexadecimal digits as asked for, at most 16.</summary>
    public string Hex(int digits) => NextWord().ToString("x16", CultureInfo.InvariantCulture)[..digits];
}
