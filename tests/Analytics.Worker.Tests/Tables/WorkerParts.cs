using Amazon.Kinesis;
using Analytics.Delta;
using Analytics.Delta.Tests;
using Analytics.Worker.Batch;
using Analytics.Worker.Engines.DuckDb;
using Analytics.Worker.Faults;
using Analytics.Worker.Pipelines;
using Analytics.Worker.Rejects;
using Analytics.Worker.Results;
using Analytics.Worker.Stream;
using Analytics.Worker.Tables;
using Analytics.Worker.Tests.Stream;
using DuckDB.NET.Data;
using Ingest.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Tests.Tables;

/// <summary>The worker's parts over a store in memory: one process of it, which ends with the object.</summary>
internal sealed class WorkerParts : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public WorkerParts(
        MemoryStore store, TemporaryDirectory disk, IAmazonKinesis? kinesis = null,
        Action<BatchOptions>? batch = null, Action<StreamOptions>? stream = null)
    {
        Store = store;
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton(TimeProvider.System);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        services.AddMetrics();
        services.AddPipeline();
        services.AddDuckDbEngine();
        services.AddFaults();
        services.AddStores();
        services.AddResults();
        services.AddBatch();
        services.AddStream();
        services.Replace(ServiceDescriptor.Singleton(new WorkerStores(store, store)));
        services.Replace(ServiceDescriptor.Singleton(kinesis ?? new FakeKinesis()));

        // Not checked as a service's are, so that a test may go faster than a service may.
        services.Replace(ServiceDescriptor.Singleton(Options.Create(With(batch))));
        services.Replace(ServiceDescriptor.Singleton(Options.Create(With(stream))));
        services.Replace(ServiceDescriptor.Singleton(Options.Create(new WorkOptions { Directory = disk.Path })));
        services.Replace(ServiceDescriptor.Singleton(Options.Create(new RetryOptions { DelayMin = TimeSpan.FromMilliseconds(5), DelayMax = TimeSpan.FromMilliseconds(10) })));
        _services = services.BuildServiceProvider();
    }

    public MemoryStore Store { get; }

    public IServiceProvider Services => _services;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Pipeline Pipeline => Get<Pipeline>();

    /// <summary>What a worker does with its batch tables: recovers, then takes in all there is.</summary>
    public async Task TakeBatchAsync(CancellationToken cancellation)
    {
        using var tables = await Get<BatchTables>().OpenAsync(cancellation);
        var ingest = await OpenIngestAsync(tables, cancellation);
        while (await ingest.TakeNextAsync(cancellation))
        {
            // until there is nothing new
        }
    }

    public async Task<BatchIngest> OpenIngestAsync(OpenBatchTables tables, CancellationToken cancellation)
    {
        var ingest = new BatchIngest(
            Pipeline, tables, new Manifests(Store), Get<TopicListing>(), Get<ManifestProcessor>(), Get<IOptions<BatchOptions>>());
        await ingest.RecoverAsync(cancellation);
        return ingest;
    }

    /// <summary>What a worker does with a shard: takes it in until it is closed and drained.</summary>
    public async Task TakeShardAsync(ShardId shard, CancellationToken cancellation)
    {
        var source = Pipeline.Sources.Single(source => source.Stream == shard.Stream);
        var writer = await Get<StreamTables>().OpenAsync(source, cancellation);
        await new ShardWriter(
            shard, Get<IAmazonKinesis>(), new ShardPlans(Store, shard), writer, Get<ShardProgress>(),
            Get<IOptions<StreamOptions>>().Value, TimeProvider.System, Get<WorkerMetrics>(), Get<ILogger<ShardWriter>>()).RunAsync(cancellation);
    }

    /// <summary>The positions of every row of a table, sorted, read from its files.</summary>
    public async Task<List<string>> PositionsAsync(string path, DeltaSchema schema, string container, string position, CancellationToken cancellation)
    {
        using var table = await DeltaTable.OpenOrCreateAsync(Store, path, schema, TimeProvider.System, cancellation);
        var files = await Get<LocalFiles>().FetchAsync(Store, table, table.Snapshot.Files, cancellation);
        return files.Count == 0 ? [] : Read($"SELECT {container} || ':' || {position} FROM read_parquet([{string.Join(", ", files.Select(file => $"'{file}'"))}])");
    }

    public Task<List<string>> BatchRowsAsync(string source, CancellationToken cancellation) => PositionsAsync(
        $"tables/batch/{source}", TableSchemas.From(SourcePosition.Batch.TableColumns(Pipeline.Source(source))), "_object", "_line", cancellation);

    public Task<List<string>> StreamRowsAsync(string source, CancellationToken cancellation) => PositionsAsync(
        $"tables/stream/{Pipeline.Source(source).Table}", TableSchemas.From(SourcePosition.Stream.TableColumns(Pipeline.Source(source))),
        "_shard_id", "_sequence_number", cancellation);

    public Task<List<string>> RejectedAsync(CancellationToken cancellation) =>
        PositionsAsync("tables/rejected", RejectedFile.Schema, "container", "position", cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static List<string> Read(string sql)
    {
        using var database = new DuckDBConnection("DataSource=:memory:");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return [.. rows.Order(StringComparer.Ordinal)];
    }

    private static T With<T>(Action<T>? change)
        where T : new()
    {
        var options = new T();
        change?.Invoke(options);
        return options;
    }
}
