using System.Text.Json;
using Ingest.Testing;

namespace Ingest.KafkaProxy.Tests.Schemas;

[Collection("Schemas")]
public sealed class When_other_registry_clients_take_part(SchemaProxy proxy)
{
    /// <summary>kafkajs' and Confluent's own registry clients of npm, on the other side of the topic.</summary>
    [Fact]
    public async Task They_read_what_was_produced_here_and_what_they_write_is_read_here()
    {
        Node.SkipUnlessInstalled("@confluentinc/schemaregistry");
        var topic = RunningProxy.NewTopic();
        await proxy.ProduceAsync($"{topic}-avro", "avro", """{"value_schema":"{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"id\",\"type\":\"long\"},{\"name\":\"note\",\"type\":[\"null\",\"string\"]},{\"name\":\"raw\",\"type\":\"bytes\"}]}","records":[{"value":{"id":5,"note":{"string":"straße"},"raw":"ÿ"}}]}""");
        await proxy.ProduceAsync($"{topic}-json", "jsonschema", """{"value_schema":"{\"type\":\"object\",\"properties\":{\"page\":{\"type\":\"string\"}}}","records":[{"value":{"page":"ü"}}]}""");

        var read = JsonDocument.Parse(await Node.RunAsync(Node.Directory, "registry-clients.mjs", proxy.Registry.Url.AbsoluteUri.TrimEnd('/'), proxy.Kafka.BootstrapServers, topic)).RootElement;

        Assert.Equal((5, "straße"), (read.GetProperty("kafkajsAvro").GetProperty("id").GetInt32(), read.GetProperty("kafkajsAvro").GetProperty("note").GetString()));
        Assert.Equal(255, read.GetProperty("kafkajsAvro").GetProperty("raw").GetProperty("data")[0].GetInt32());
        Assert.Equal(5, read.GetProperty("confluentAvro").GetProperty("id").GetInt32());
        Assert.Equal(("ü", "ü"), (read.GetProperty("kafkajsJson").GetProperty("page").GetString(), read.GetProperty("confluentJson").GetProperty("page").GetString()));
        Assert.Equal((1, "[1]", true, true, "NONE"), (
            read.GetProperty("latest").GetInt32(), read.GetProperty("versions").GetRawText(), read.GetProperty("id").GetBoolean(), read.GetProperty("goesWith").GetBoolean(), read.GetProperty("level").GetString()));
        Assert.Equal(
            ["""{"id":7,"note":{"string":"straße"},"tags":["a","b"]}""", """{"id":8,"note":{"string":"straße"},"tags":["a","b"]}"""],
            (await proxy.ReadAsync($"{topic}-avro-back", "avro")).Root.EnumerateArray().Select(record => record.GetProperty("value").GetRawText()));
        Assert.Equal("""{"page":"/","n":1}""", (await proxy.ReadAsync($"{topic}-json-back", "jsonschema")).Root[0].GetProperty("value").GetRawText());
    }
}
