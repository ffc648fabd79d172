namespace Ingest.KafkaProxy.Tests.V2.Consume;

public sealed class When_records_are_read(EmbeddedProxy proxy)
{
    [Fact]
    public async Task A_subscriber_gets_them_as_REST_Proxy_writes_them_with_time_and_headers_besides()
    {
        var topic = await proxy.CreateTopicAsync();
        await proxy.StoreAsync(topic, 0, """{"a":[1,"ü"]}""", null);
        var reader = await Reader.CreateAsync(proxy);
        await reader.DoAsync("/subscription", $$"""{"topics":["{{topic}}"]}""");

        Answer answer;
        do
        {
            answer = await reader.GetAsync("/records?timeout=5000", accept: RunningProxy.Json);
        }
        while (answer.Body == "[]");

        var more = answer.Root.GetArrayLength() == 2 ? "" : (await reader.GetAsync("/records?timeout=5000")).Body;
        Assert.Equal(
            $$$"""[{"topic":"{{{topic}}}","key":null,"value":{"a":[1,"ü"]},"partition":0,"offset":0,"timestamp":1700000000000,"headers":[]},{"topic":"{{{topic}}}","key":null,"value":null,"partition":0,"offset":1,"timestamp":1700000000000,"headers":[]}]""",
            (answer.Body + more).Replace("][", ",", StringComparison.Ordinal));
        Assert.Equal(RunningProxy.Json, answer.ContentType);
        Assert.Equal($$"""{"topics":["{{topic}}"]}""", (await reader.GetAsync("/subscription")).Body);
        Assert.Equal($$"""{"partitions":[{"topic":"{{topic}}","partition":0}]}""", (await reader.GetAsync("/assignments")).Body);
    }

    [Fact]
    public async Task Binary_is_base64_and_the_default()
    {
        var topic = await proxy.CreateTopicAsync();
        await proxy.StoreAsync(topic, 0, "no JSON");
        var reader = await Reader.CreateAsync(proxy, "\"auto.offset.reset\":\"earliest\"");
        await reader.AssignAsync(topic, 0);

        Assert.Equal(["bm8gSlNPTg=="], await reader.ReadAsync(1));
        (await reader.GetAsync("/records", accept: RunningProxy.Json)).IsError(406, 40601);
        Assert.Equal(RunningProxy.Binary, (await reader.GetAsync("/records?timeout=0", accept: "application/json;q=0.1, */*;q=0.5")).ContentType);
    }

    [Fact]
    public async Task What_is_no_JSON_is_422_and_named_and_comes_after_what_is()
    {
        var topic = await proxy.CreateTopicAsync();
        await proxy.StoreAsync(topic, 0, "1", "{broken", "3");
        var reader = await Reader.CreateAsync(proxy);
        await reader.AssignAsync(topic, 0);

        Assert.Equal(["1"], await reader.ReadAsync(1));
        var refused = await reader.GetAsync("/records?timeout=5000");
        refused.IsError(422, 422, "value deserialization error for format JSON");
        Assert.Contains($"topic {topic}, partition 0, offset 1", refused.Body, StringComparison.Ordinal);
        (await reader.GetAsync("/records?timeout=5000")).IsError(422, 422);

        await reader.DoAsync("/positions", $$"""{"offsets":[{"topic":"{{topic}}","partition":0,"offset":2}]}""");
        Assert.Equal(["3"], await reader.ReadAsync(1));
    }

    [Fact]
    public async Task Max_bytes_ends_an_answer_but_one_record_always_comes()
    {
        var topic = await proxy.CreateTopicAsync();
        await proxy.StoreAsync(topic, 0, [.. Enumerable.Range(0, 6).Select(number => $"\"{number}{new string('x', 97)}\"")]);
        var reader = await Reader.CreateAsync(proxy);
        await reader.AssignAsync(topic, 0);
        await reader.ReadAsync(6);
        await reader.DoAsync("/positions/beginning", Reader.Partitions(topic, 0));

        var sizes = new List<int>();
        while (sizes.Sum() < 6)
        {
            var answer = await reader.GetAsync($"/records?timeout=2000&max_bytes={(sizes.Count == 0 ? 1 : 250)}");
            sizes.Add(answer.Root.GetArrayLength());
        }

        Assert.Equal(1, sizes[0]);
        Assert.All(sizes, size => Assert.InRange(size, 0, 2));
    }

    [Fact]
    public async Task Fetch_min_bytes_waits_for_more_within_the_timeout()
    {
        var topic = await proxy.CreateTopicAsync();
        var reader = await Reader.CreateAsync(proxy, "\"format\":\"json\",\"auto.offset.reset\":\"earliest\",\"fetch.min.bytes\":30");
        await reader.AssignAsync(topic, 0);
        var reading = reader.GetAsync("/records?timeout=30000");
        await proxy.StoreAsync(topic, 0, "\"ten bytes\"", "\"and more\"", "\"enough now\"");

        Assert.Equal(3, (await reading).Root.GetArrayLength());
    }

    [Theory]
    [InlineData("timeout=soon", "timeout has to be a number")]
    [InlineData("max_bytes=x", "max_bytes has to be a number")]
    public async Task A_query_that_is_no_number_is_400(string query, string message)
    {
        var reader = await Reader.CreateAsync(proxy);

        (await reader.GetAsync($"/records?{query}")).IsError(400, 400, message);
    }

    [Fact]
    public async Task A_reader_of_nothing_is_40903_and_no_reader_is_40403()
    {
        var reader = await Reader.CreateAsync(proxy);

        (await reader.GetAsync("/records")).IsError(409, 40903);
        (await proxy.SendAsync(HttpMethod.Get, $"/consumers/{reader.Group}/instances/nobody/records")).IsError(404, 40403, "Consumer instance not found.");
    }
}
