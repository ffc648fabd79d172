using System.Diagnostics;
using System.Globalization;
using Ingest.Emulator.Drawing;

namespace Ingest.Emulator.Tests.Drawing;

/// <summary>The vectors were printed by CPython 3.11.7.</summary>
public sealed class When_Python_draws
{
    [Theory]
    [InlineData(0, new uint[] { 3626764237, 1654615998, 3255389356, 3823568514 }, 0.25891675029296335, 1ul, 3647322674545125ul, 14458531974522955699ul, new[] { 4969L, 7808, 5866 }, 821717862223340)]
    [InlineData(1, new uint[] { 577090037, 2444712010, 3639700191, 3445702192 }, 0.2550690257394217, 0ul, 4048658484850500ul, 12019768873862893665ul, new[] { 6219L, 3439, 1537 }, 34438411129235)]
    [InlineData(42, new uint[] { 2746317213, 478163327, 107420369, 3184935163 }, 0.22321073814882275, 1ul, 6095164623626151ul, 16457808150190122675ul, new[] { 8935L, 1424, 9674 }, 731706588729265)]
    [InlineData(100, new uint[] { 625644691, 1973661107, 1953896601, 4087596401 }, 0.705513226934028, 1ul, 3904749544430332ul, 14757772665074870271ul, new[] { 1801L, 8731, 1987 }, 864713663737916)]
    [InlineData(-5, new uint[] { 2675342405, 1097127993, 3185950873, 1539898300 }, 0.9424502837770503, 1ul, 8307564767579294ul, 535051974151811365ul, new[] { 7628L, 4080, 10632 }, 280721527525189)]
    [InlineData(4294967296, new uint[] { 485306839, 1508871100, 1794561286, 4014597330 }, 0.6117214625782752, 1ul, 2985989092426593ul, 10064691442942273644ul, new[] { 7402L, 229, 2262 }, 132940798312078)]
    [InlineData(long.MaxValue, new uint[] { 1359979423, 2819855560, 2711238091, 569878368 }, 0.45346382341714553, 0ul, 6439787091284342ul, 13741994411260435403ul, new[] { 9646L, 4514, 2720 }, 938330060482955)]
    public void The_same_seed_draws_the_same(
        long seed, uint[] words, double real, ulong bit, ulong bits53, ulong bits64, long[] between, long inRange)
    {
        var random = new PythonRandom(seed);

        Assert.Equal(words.Select(word => (ulong)word), words.Select(_ => random.NextBits(32)));
        random.NextDouble();
        Assert.Equal(real, random.NextDouble());
        Assert.Equal(bit, random.NextBits(1));
        Assert.Equal(bits53, random.NextBits(53));
        Assert.Equal(bits64, random.NextBits(64));
        Assert.Equal(between, between.Select(_ => random.NextBetween(0, 11_000)));
        for (var i = 0; i < 8; i++)
        {
            random.NextInRange(0, 2);
        }

        Assert.Equal(inRange, random.NextInRange(0, 1_000_000_000_000_000));
    }

    [Fact]
    public void It_goes_on_after_the_state_was_twisted_thrice()
    {
        var random = new PythonRandom(100);
        var word = 0ul;
        for (var i = 0; i < 2000; i++)
        {
            word = random.NextBits(32);
        }

        Assert.Equal(3321196663ul, word);
    }

    [Fact]
    public void The_classic_sequence_comes_out()
    {
        var sequence = new ClassicSequence(100);
        var drawn = Enumerable.Range(0, 12).Select(_ => sequence.Next()).ToArray();

        Assert.Equal([7528, 2863, 5730, 8304, 8731, 1313, 4315, 10794, 5494, 5069, 2923, 3089], drawn.Select(step => step.Index));
        Assert.Equal([0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0], drawn.Select(step => (int)step.Sleep.TotalSeconds));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(-9_000_000_000)]
    public async Task An_installed_Python_agrees_over_ten_thousand_events(long seed)
    {
        var printed = await PrintAsync($"import random; random.seed({seed}); print(','.join(f'{{random.randrange(0, 2)}}:{{random.randint(0, 11000)}}' for _ in range(10000)))");
        var sequence = new ClassicSequence(seed);

        Assert.Equal(printed.Trim(), string.Join(',', Enumerable.Range(0, 10_000).Select(_ => sequence.Next()).Select(step =>
            string.Create(CultureInfo.InvariantCulture, $"{step.Sleep.TotalSeconds}:{step.Index}"))));
    }

    private static async Task<string> PrintAsync(string program)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "python3")));
        Assert.SkipUnless(found, "python3 is not installed");
        using var python = Process.Start(new ProcessStartInfo("python3", ["-c", program]) { RedirectStandardOutput = true })!;
        var printed = await python.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        return printed;
    }
}
