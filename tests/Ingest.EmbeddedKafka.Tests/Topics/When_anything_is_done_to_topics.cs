using System.Diagnostics;
using CsCheck;
using Ingest.DurableLog;
using Ingest.EmbeddedKafka.Protocol;
using Ingest.EmbeddedKafka.Topics;
using Ingest.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Ingest.EmbeddedKafka.Tests.Topics;

/// <summary>Random changes of the catalog against a plain dictionary, with restarts and kills between; CsCheck prints the seed of a failure.</summary>
public sealed class When_anything_is_done_to_topics
{
    /// <summary>Two of them collide, one is no name.</summary>
    private static readonly string[] Names = ["a", "b", "c.d", "c_d", "no/name"];

    private static readonly Gen<string> AnyName = Gen.Int[0, Names.Length - 1].Select(i => Names[i]);

    private static readonly Gen<Step> AnyStep = Gen.Frequency(
        (6, Gen.Select(AnyName, Gen.Int[0, 4], Gen.Int[-2, 5], Step (name, partitions, retention) => new Create(name, partitions, retention))),
        (3, AnyName.Select(Step (name) => new Delete(name))),
        (3, Gen.Select(AnyName, Gen.Int[0, 5], Step (name, count) => new Add(name, count))),
        (3, Gen.Select(AnyName, Gen.Int[-2, 5], Step (name, retention) => new Alter(name, retention))),
        (2, AnyName.Select(Step (name) => new DeleteWhileChanged(name))),
        (1, Gen.Int[1, 3].Select(Step (ids) => new GiveProducerIds(ids))),
        (2, Gen.Bool.Select(Step (killed) => new Reopen(killed))));

    private interface Step;

    [Fact]
    public Task The_catalog_holds_what_a_dictionary_would_hold() => AnyStep.Array[1, 25].SampleAsync(RunAsync, iter: 60, threads: 1);

    private static async Task RunAsync(Step[] steps)
    {
        using var directory = new TemporaryDirectory();
        var run = new Run(directory.Path);
        await run.OpenAsync();
        try
        {
            foreach (var step in steps.Append(new Reopen(Killed: true)))
            {
                await run.ApplyAsync(step);
                run.Check();
            }
        }
        finally
        {
            await run.Catalog.DisposeAsync();
        }
    }

    private sealed record Create(string Name, int Partitions, int Retention) : Step;

    private sealed record Delete(string Name) : Step;

    private sealed record Add(string Name, int Count) : Step;

    private sealed record Alter(string Name, int Retention) : Step;

    private sealed record DeleteWhileChanged(string Name) : Step;

    private sealed record GiveProducerIds(int Count) : Step;

    private sealed record Reopen(bool Killed) : Step;

    private sealed class Run(string directory)
    {
        private readonly Dictionary<string, (Guid Id, int Partitions, string Retention)> _model = [];
        private readonly HashSet<long> _producerIds = [];
        private string _directory = Path.Combine(directory, "0");

        public TopicCatalog Catalog { get; private set; } = null!;

        public async Task OpenAsync()
        {
            Catalog = new TopicCatalog(new EmbeddedKafkaOptions { DataDirectory = _directory }, new DurableLogOptions(), TimeProvider.System, NullLogger<TopicCatalog>.Instance);
            await Catalog.OpenAsync(TestContext.Current.CancellationToken);
        }

        public Task ApplyAsync(Step step) => step switch
        {
            Create create => CreateAsync(create),
            Delete(var name) => Catalog.Find(name) is { } topic ? DeleteAsync(topic, []) : Task.CompletedTask,
            Add(var name, var count) => Catalog.Find(name) is { } topic ? AddAsync(topic, count) : Task.CompletedTask,
            Alter(var name, var retention) => Catalog.Find(name) is { } topic ? AlterAsync(topic, retention) : Task.CompletedTask,
            DeleteWhileChanged(var name) => Catalog.Find(name) is { } topic ? DeleteAsync(topic, [.. Changes(topic)]) : Task.CompletedTask,
            GiveProducerIds(var count) => GiveProducerIdsAsync(count),
            Reopen(var killed) => ReopenAsync(killed),
            _ => throw new InvalidOperationException($"{step}"),
        };

        public void Check()
        {
            Assert.Equal(_model.Keys.Order(StringComparer.Ordinal), Catalog.All.Select(topic => topic.Name));
            Assert.All(_model, expected =>
            {
                var topic = Catalog.Find(expected.Key)!;
                Assert.Same(topic, Catalog.Find(expected.Value.Id));
                Assert.Equal((expected.Value.Partitions, expected.Value.Retention), (topic.Partitions.Count, topic.Configs.GetValueOrDefault("retention.ms", "none")));
            });
            Assert.Equal(
                _model.Values.Select(topic => topic.Id.ToString("N")).Order(StringComparer.Ordinal),
                Directory.Exists(TopicsIn(_directory)) ? Directory.EnumerateDirectories(TopicsIn(_directory)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal) : []);
        }

        private async Task CreateAsync(Create create)
        {
            var holds = create.Name != "no/name" && create.Partitions > 0 && create.Retention >= -1 && !_model.ContainsKey(create.Name)
                && !(create.Name is "c.d" or "c_d" && _model.Keys.Any(name => name is "c.d" or "c_d"));
            var (refusal, topic) = await Catalog.CreateAsync(create.Name, create.Partitions, Retention(create.Retention));
            Assert.Equal(holds, refusal is null);
            if (holds)
            {
                _model.Add(create.Name, (topic!.Id, create.Partitions, $"{create.Retention}"));
            }
        }

        private async Task DeleteAsync(Topic topic, Func<Task<TopicRefusal?>>[] changes)
        {
            var changing = changes.Select(change => Task.Run(change)).ToArray();
            var refusals = await Task.WhenAll(Task.Run(() => Catalog.DeleteAsync(topic)), Task.Run(() => Catalog.DeleteAsync(topic)));
            await Task.WhenAll(changing);
            Assert.Single(refusals, refusal => refusal is null);
            Assert.All(
                await Task.WhenAll(Changes(topic).Select(change => change())), refusal => Assert.Equal(KafkaError.UnknownTopicOrPartition, refusal?.Error));
            _model.Remove(topic.Name);
        }

        private IEnumerable<Func<Task<TopicRefusal?>>> Changes(Topic topic)
        {
            yield return () => Catalog.AddPartitionsAsync(topic, topic.Partitions.Count + 1, validateOnly: false);
            yield return () => Catalog.AlterConfigsAsync(topic, _ => Retention(3), validateOnly: false);
        }

        private async Task AddAsync(Topic topic, int count)
        {
            var expected = _model[topic.Name];
            Assert.Equal(count > expected.Partitions, await Catalog.AddPartitionsAsync(topic, count, validateOnly: false) is null);
            _model[topic.Name] = expected with { Partitions = Math.Max(count, expected.Partitions) };
        }

        private async Task AlterAsync(Topic topic, int retention)
        {
            Assert.Equal(retention >= -1, await Catalog.AlterConfigsAsync(topic, _ => Retention(retention), validateOnly: false) is null);
            _model[topic.Name] = _model[topic.Name] with { Retention = retention >= -1 ? $"{retention}" : _model[topic.Name].Retention };
        }

        private async Task GiveProducerIdsAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                Assert.True(_producerIds.Add(await Catalog.NextProducerIdAsync()));
            }
        }

        /// <summary>Killed, it goes on with its files as they were while it ran.</summary>
        private async Task ReopenAsync(bool killed)
        {
            var (before, cluster) = (_directory, Catalog.ClusterId);
            if (killed)
            {
                _directory = Path.Combine(directory, $"{Guid.NewGuid():N}");
                await CopyAsync(before, _directory);
            }

            await Catalog.DisposeAsync();
            await OpenAsync();
            Assert.Equal(cluster, Catalog.ClusterId);
        }

        /// <summary>By a program that does not ask for the locks.</summary>
        private static async Task CopyAsync(string from, string to)
        {
            using var copy = Process.Start("cp", ["-r", from, to]);
            await copy.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, copy.ExitCode);
        }

        private static string TopicsIn(string directory) => Path.Combine(directory, "topics");

        private static Dictionary<string, string?> Retention(int value) => new() { ["retention.ms"] = $"{value}" };
    }
}
