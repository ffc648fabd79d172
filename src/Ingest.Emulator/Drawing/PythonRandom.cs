namespace Ingest.Emulator.Drawing;

/// <summary>Draws the numbers that Python's <c>random</c> module draws after <c>random.seed(n)</c> (CPython 3.2 and later).</summary>
/// <remarks>
/// MT19937 as published by M. Matsumoto and T. Nishimura (2002), seeded by their <c>init_by_array</c> with the 32-bit words of
/// |seed|, least significant first. Not for several threads at once.
/// </remarks>
internal sealed class PythonRandom
{
    private const int Length = 624;
    private const int Middle = 397;

    private readonly uint[] _state = new uint[Length];
    private int _next = Length;

    public PythonRandom(long seed)
    {
        var magnitude = seed < 0 ? 0 - (ulong)seed : (ulong)seed;
        var low = (uint)magnitude;
        var high = (uint)(magnitude >> 32);
        SeedWith(high == 0 ? [low] : [low, high]);
    }

    /// <summary><c>random.random()</c>: a multiple of 2⁻⁵³ in [0, 1).</summary>
    public double NextDouble()
    {
        var a = NextWord() >> 5;
        var b = NextWord() >> 6;
        return ((a * 67108864.0) + b) / 9007199254740992.0;
    }

    /// <summary><c>random.getrandbits(bits)</c>, for 1 to 64 bits.</summary>
    public ulong NextBits(int bits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 64);
        if (bits <= 32)
        {
            return NextWord() >> (32 - bits);
        }

        ulong low = NextWord();
        return low | ((ulong)(NextWord() >> (64 - bits)) << 32);
    }

    /// <summary><c>random.randrange(start, stop)</c>: at least <paramref name="start"/>, below <paramref name="stop"/>.</summary>
    public long NextInRange(long start, long stop)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(start, stop);
        return unchecked(start + (long)NextBelow((ulong)(stop - start)));
    }

    /// <summary><c>random.randint(first, last)</c>: both ends can be drawn.</summary>
    public long NextBetween(long first, long last) => NextInRange(first, checked(last + 1));

    /// <summary><c>Random._randbelow_with_getrandbits</c>: draws as many bits as n has until they are below n.</summary>
    private ulong NextBelow(ulong n)
    {
        var bits = 64 - System.Numerics.BitOperations.LeadingZeroCount(n);
        var drawn = NextBits(bits);
        while (drawn >= n)
        {
            drawn = NextBits(bits);
        }

        return drawn;
    }

    private uint NextWord()
    {
        if (_next == Length)
        {
            Twist();
        }

        var word = _state[_next++];
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c5680;
        word ^= (word << 15) & 0xefc60000;
        return word ^ (word >> 18);
    }

    private void Twist()
    {
        for (var i = 0; i < Length; i++)
        {
            var mixed = (_state[i] & 0x80000000) | (_state[(i + 1) % Length] & 0x7fffffff);
            _state[i] = _state[(i + Middle) % Length] ^ (mixed >> 1) ^ ((mixed & 1) == 0 ? 0 : 0x9908b0df);
        }

        _next = 0;
    }

    private void SeedWith(ReadOnlySpan<uint> key)
    {
        Fill(19650218);
        var i = 1;
        for (var step = 0; step < Length; step++)
        {
            var j = step % key.Length;
            _state[i] = (_state[i] ^ (Spread(i) * 1664525)) + key[j] + (uint)j;
            i = Following(i);
        }

        for (var step = 0; step < Length - 1; step++)
        {
            _state[i] = (_state[i] ^ (Spread(i) * 1566083941)) - (uint)i;
            i = Following(i);
        }

        _state[0] = 0x80000000;
    }

    private void Fill(uint seed)
    {
        _state[0] = seed;
        for (var i = 1; i < Length; i++)
        {
            _state[i] = (Spread(i) * 1812433253) + (uint)i;
        }
    }

    private uint Spread(int i) => _state[i - 1] ^ (_state[i - 1] >> 30);

    /// <summary>Goes on to the next word; at the end the last one becomes the first, and the second is next.</summary>
    private int Following(int i)
    {
        if (i < Length - 1)
        {
            return i + 1;
        }

        _state[0] = _state[Length - 1];
        return 1;
    }
}
