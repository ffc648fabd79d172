using Analytics.Delta.Tests;

namespace Analytics.Worker.Tests.Batch;

/// <summary>Objects as the sink writes them, of two sources and three partitions, and what must become of their lines.</summary>
internal sealed class ArrivingObjects(MemoryStore store, Random random)
{
    private readonly Dictionary<(string Source, int Partition), long> _next = [];
    private readonly List<(string Source, string Position, bool IsReadable)> _lines = [];

    public List<string> Rejected => Sorted(_lines.Where(line => !line.IsReadable));

    public List<string> Rows(string source) => Sorted(_lines.Where(line => line.Source == source && line.IsReadable));

    public void Arrive(int objects)
    {
        for (var i = 0; i < objects; i++)
        {
            Add(random.Next(2) == 0 ? "pin" : "user", random.Next(3) == 0 ? 10 : random.Next(2), random.Next(1, 5));
        }
    }

    public string Add(string source, int partition, int lines)
    {
        var first = _next.GetValueOrDefault((source, partition));
        _next[(source, partition)] = first + lines;
        var key = $"topics/demo.{source}/partition={partition}/demo.{source}+{partition}+{first:D10}.json";
        var content = "";
        for (var line = 1; line <= lines; line++)
        {
            var isReadable = random.Next(6) > 0;
            _lines.Add((source, $"{key}:{line}", isReadable));
            content += isReadable ? Readable(source, first + line) + "\n" : "{broken\n";
        }

        store.Put(key, content);
        return key;
    }

    private static string Readable(string source, long index) => source == "pin"
        ? $$"""{"index":{{index}},"category":"art"}"""
        : $$"""{"ind":{{index}},"first_name":"A","last_name":"B","age":30,"date_joined":"2016-01-02 03:04:05"}""";

    private static List<string> Sorted(IEnumerable<(string Source, string Position, bool IsReadable)> lines) =>
        [.. lines.Select(line => line.Position).Order(StringComparer.Ordinal)];
}
