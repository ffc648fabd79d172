using Analytics.Delta.Tests;
using Analytics.Worker.Tests.Tables;
using CsCheck;
using Ingest.Testing;

namespace Analytics.Worker.Tests.Batch;

/// <summary>Every create may fail, with or without effect; the process ends with it and another begins, while objects arrive.</summary>
public sealed class When_a_worker_crashes_anywhere
{
    private static readonly CancellationToken None = TestContext.Current.CancellationToken;

    [Fact]
    public Task Every_line_of_every_object_is_in_its_table_once() =>
        Gen.Select(Gen.UInt, Gen.Int[1, 4], Gen.Int[1, 3]).SampleAsync(
            (seed, objects, perManifest) => CrashAsync(new Random((int)seed), objects, perManifest), iter: 3, threads: 1);

    private static async Task CrashAsync(Random random, int objectsPerRound, int objectsPerManifest)
    {
        using var disk = new TemporaryDirectory();
        var store = new MemoryStore();
        var world = new ArrivingObjects(store, random);
        for (var round = 0; round < 8; round++)
        {
            world.Arrive(objectsPerRound);
            store.Fault = _ => random.Next(12) switch { 0 => Fault.Before, 1 => Fault.After, _ => Fault.None };
            await RunAsync(store, disk, objectsPerManifest, mayCrash: true);
        }

        store.Fault = _ => Fault.None;
        await RunAsync(store, disk, objectsPerManifest, mayCrash: false);
        await RunAsync(store, disk, objectsPerManifest, mayCrash: false);

        await using var after = new WorkerParts(store, disk);
        Assert.Equal(world.Rows("pin"), await after.BatchRowsAsync("pin", None));
        Assert.Equal(world.Rows("user"), await after.BatchRowsAsync("user", None));
        Assert.Equal(world.Rejected, await after.RejectedAsync(None));
    }

    private static async Task RunAsync(MemoryStore store, TemporaryDirectory disk, int objectsPerManifest, bool mayCrash)
    {
        await using var process = new WorkerParts(store, disk, batch: options =>
        {
            options.ManifestObjectsMax = objectsPerManifest;
            options.PartRecordsMax = 3;
        });
        try
        {
            await process.TakeBatchAsync(None);
        }
        catch (IOException) when (mayCrash)
        {
            // The crash; the next process finds what this one left.
        }
    }
}
