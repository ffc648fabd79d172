using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Ingest.Benchmarks.Http;
using Ingest.Benchmarks.Kafka;
using Ingest.Benchmarks.Log;

namespace Ingest.Benchmarks;

/// <summary>Runs one of the benches that are programs of their own, or the BenchmarkDotNet classes that <c>--filter</c> names.</summary>
internal static class Program
{
    private static Task Main(string[] args) => args switch
    {
        [ServeKafka.Command, var kind, var directory] => ServeKafka.RunAsync(kind, directory),
        [ServeHttp.Command, var kind, var bootstrapServers] => ServeHttp.RunAsync(kind, bootstrapServers),
        ["kafka", .. var sizes] => Task.Run(new ThroughputBench(Number(sizes, 0, 3), Number(sizes, 1, 200)).Run),
        ["log", .. var sizes] => new BareLoopBench(Number(sizes, 0, 5)).RunAsync(),
        ["kafka-size", .. var sizes] => new SizeBench(Number(sizes, 0, 1000), Number(sizes, 1, 10)).RunAsync(),
        _ => RunClassesAsync(args),
    };

    /// <summary>In this process, so that nothing is generated or restored on the side.</summary>
    private static Task RunClassesAsync(string[] args)
    {
        _ = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(
            args, DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)));
        return Task.CompletedTask;
    }

    private static int Number(string[] sizes, int index, int usual) =>
        sizes.Length > index ? int.Parse(sizes[index], CultureInfo.InvariantCulture) : usual;
}
