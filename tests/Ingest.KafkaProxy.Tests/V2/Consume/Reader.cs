namespace Ingest.KafkaProxy.Tests.V2.Consume;

/// <summary>A consumer instance of a group of its own, as a client sees it.</summary>
internal sealed class Reader(EmbeddedProxy proxy, string group, string name)
{
    public string Path => $"/consumers/{group}/instances/{name}";

    public string Group => group;

    /// <param name="proxy">Where.</param>
    /// <param name="settings">Its settings, a JSON object without braces.</param>
    /// <param name="group">Its group; null for a new one.</param>
    /// <param name="name">Its name.</param>
    public static async Task<Reader> CreateAsync(
        EmbeddedProxy proxy, string settings = "\"format\":\"json\",\"auto.offset.reset\":\"earliest\"", string? group = null, string name = "reader")
    {
        group ??= $"g-{Guid.NewGuid():N}";
        var created = await proxy.SendAsync(HttpMethod.Post, $"/consumers/{group}", $$"""{"name":"{{name}}",{{settings}}}""");
        Assert.Equal(
            (200, $$"""{"instance_id":"{{name}}","base_uri":"{{proxy.Service.Url.AbsoluteUri}}consumers/{{group}}/instances/{{name}}"}"""), (created.Status, created.Body));
        return new Reader(proxy, group, name);
    }

    public Task<Answer> GetAsync(string below, string? body = null, string? accept = null) => proxy.SendAsync(HttpMethod.Get, Path + below, body, accept);

    public Task<Answer> PostAsync(string below, string? body = null) => proxy.SendAsync(HttpMethod.Post, Path + below, body);

    public Task<Answer> DeleteAsync(string below = "") => proxy.SendAsync(HttpMethod.Delete, Path + below);

    public async Task DoAsync(string below, string body)
    {
        var answer = await PostAsync(below, body);
        Assert.Equal((204, ""), (answer.Status, answer.Body));
    }

    public Task AssignAsync(string topic, params int[] partitions) => DoAsync("/assignments", Partitions(topic, partitions));

    public static string Partitions(string topic, params int[] partitions) =>
        $$"""{"partitions":[{{string.Join(',', partitions.Select(partition => $$"""{"topic":"{{topic}}","partition":{{partition}}}"""))}}]}""";

    /// <summary>The values of the next so many records, by reading until they are there.</summary>
    public async Task<List<string>> ReadAsync(int count)
    {
        var values = new List<string>();
        for (var reads = 0; values.Count < count; reads++)
        {
            Assert.True(reads < 60, $"{values.Count} of {count} records came");
            var answer = await GetAsync("/records?timeout=1000");
            Assert.True(answer.Status == 200, answer.Body);
            values.AddRange(answer.Root.EnumerateArray().Select(record => record.GetProperty("value").ToString()));
        }

        return values;
    }

    /// <summary>Each committed offset.</summary>
    public async Task<IReadOnlyList<long>> CommittedAsync(string topic, params int[] partitions) =>
        [.. (await GetAsync("/offsets", Partitions(topic, partitions))).Root.GetProperty("offsets").EnumerateArray().Select(offset => offset.GetProperty("offset").GetInt64())];
}
