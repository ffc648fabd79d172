using System.Globalization;
using System.Text.Json;

namespace Ingest.S3Sink.Tests.Simulation;

public sealed class When_sinks_crash_and_compete
{
    private const int Schedules = 40;
    private const int Steps = 250;

    [Fact]
    public async Task Every_record_is_in_one_object_once_and_in_order_whatever_the_schedule()
    {
        var first = Random.Shared.Next();
        for (var seed = first; seed < first + Schedules; seed++)
        {
            try
            {
                await RunAsync(new Random(seed));
            }
            catch (Exception failure)
            {
                Assert.Fail($"seed {seed}: {failure}");
            }
        }
    }

    /// <summary>Two sinks that both think that the partition is theirs, faults and crashes at any call, then one that runs to the end.</summary>
    private static async Task RunAsync(Random random)
    {
        var (store, log) = (new MemoryStore(), new MemoryLog());
        var options = new SinkOptions { FlushRecords = random.Next(1, 6), FlushAge = TimeSpan.FromDays(1) };
        var faults = random.Next(3) switch { 0 => 0, 1 => 10, _ => 30 };
        var sinks = Enumerable.Range(0, 2).Select(_ => new Contender(store, log, options, random, faults)).ToArray();

        for (var step = 0; step < Steps; step++)
        {
            if (random.Next(4) == 0)
            {
                log.Add(gap: random.Next(5) == 0 ? random.Next(4) : 0, isBad: random.Next(6) == 0);
            }

            await sinks[random.Next(2)].StepAsync();
        }

        foreach (var sink in sinks)
        {
            await sink.DisposeAsync();
        }

        await using var last = new SinkRig(store, log, options, TimeProvider.System);
        await last.RunToEndAsync();
        Check(store, log);
    }

    private static void Check(MemoryStore store, MemoryLog log)
    {
        var isBad = log.Records.ToLookup(record => record.Value![0] == 'b', record => record.Offset);
        var objects = store.Read("topics/t/partition=0/");
        Assert.Equal(isBad[false], objects.SelectMany(item => item.Lines).Select(line => long.Parse(line, CultureInfo.InvariantCulture)));
        Assert.All(objects, item => Assert.Equal(item.Key, $"topics/t/partition=0/t+0+{long.Parse(item.Lines[0], CultureInfo.InvariantCulture):d10}.json"));

        var rejected = store.Read("rejected/t/partition=0/").SelectMany(item => item.Lines);
        Assert.Equal(isBad[true], rejected.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("offset").GetInt64()));
    }

    /// <summary>A sink that is started again whenever it has died.</summary>
    private sealed class Contender(MemoryStore store, MemoryLog log, SinkOptions options, Random random, int faultPercent) : IAsyncDisposable
    {
        private GatedStore? _gate;
        private SinkRig? _rig;

        public async Task StepAsync()
        {
            try
            {
                if (_rig is null)
                {
                    _gate = new GatedStore(store);
                    _rig = new SinkRig(_gate, log, options, TimeProvider.System);
                }

                await QuiesceAsync();
                Step(_rig, _gate!);
                await QuiesceAsync();
            }
            catch (SimulatedCrashException)
            {
                await _rig!.DisposeAsync();
                _rig = null;
            }
        }

        /// <summary>Dies wherever it is.</summary>
        public async ValueTask DisposeAsync()
        {
            if (_rig is null)
            {
                return;
            }

            await QuiesceAsync();
            if (_gate!.HasWaiting)
            {
                _gate.Release(random.Next(2) == 0 ? CallOutcome.CrashBefore : CallOutcome.CrashAfter);
            }

            await _rig.DisposeAsync();
            _rig = null;
        }

        private void Step(SinkRig rig, GatedStore gate)
        {
            var choice = random.Next(20);
            if (choice < 10 && gate.HasWaiting)
            {
                gate.Release(random.Next(100) < faultPercent ? (CallOutcome)random.Next(1, 5) : CallOutcome.Done);
            }
            else if (choice == 19)
            {
                rig.Writer.WriteEarly();
            }
            else if (choice == 18 && !rig.Writer.IsOpening)
            {
                // The partition is taken away and given back: what was gathered is dropped.
                rig.Writer.Open();
            }
            else
            {
                rig.Advance();
                rig.Feed();
            }
        }

        /// <summary>Until the sink waits for the simulation or does nothing: only then is the next step the simulation's choice alone.</summary>
        private async Task QuiesceAsync()
        {
            while (!_gate!.HasWaiting && !_rig!.Writer.Settled.IsCompleted)
            {
                await Task.Yield();
            }
        }
    }
}
