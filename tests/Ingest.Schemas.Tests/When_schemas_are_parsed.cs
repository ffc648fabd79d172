using System.Net;
using System.Net.Sockets;

namespace Ingest.Schemas.Tests;

public sealed class When_schemas_are_parsed
{
    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("{")]
    [InlineData("\"nope\"")]
    [InlineData("""{"type":"nope"}""")]
    [InlineData("""{"type":{"type":"nope"}}""")]
    [InlineData("""{"type":"record","name":"R"}""")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"x","type":{"type":"Nope"}}]}""")]
    [InlineData("""["int","int"]""")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A","A"]}""")]
    [InlineData("""{"type":"fixed","name":"F","size":-1}""")]
    public void What_is_no_Avro_schema_is_refused(string text) => Assert.Throws<FormatException>(() => SchemaText.ParseAvro(text, []));

    [Fact]
    public void An_Avro_schema_finds_its_references_by_their_names()
    {
        const string Whole = """{"type":"record","name":"Whole","fields":[{"name":"part","type":"n.Part"}]}""";
        Assert.Throws<FormatException>(() => SchemaText.ParseAvro(Whole, []));

        var schema = (global::Avro.RecordSchema)SchemaText.ParseAvro(Whole, ["""{"type":"record","name":"Part","namespace":"n","fields":[]}"""]);

        Assert.Equal("n.Part", schema["part"].Schema.Fullname);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("\"string\"")]
    [InlineData("""{"$ref":"#/definitions/nobody"}""")]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"not":{"$ref":"#"}}""")]
    [InlineData("""{"anyOf":[{"$ref":"#"},{"type":"string"}]}""")]
    [InlineData("""{"items":{"$ref":"#/definitions/a"},"definitions":{"a":{"allOf":[{"oneOf":[{"$ref":"#/definitions/a"}]}]}}}""")]
    public Task What_is_no_JSON_Schema_is_refused(string text) => Assert.ThrowsAsync<FormatException>(() => SchemaText.ParseJsonAsync(text, new Dictionary<string, string>()));

    [Fact]
    public async Task A_JSON_Schema_finds_its_references_and_theirs()
    {
        var references = new Dictionary<string, string> { ["item.json"] = """{"$ref":"http://example.org/id.json"}""", ["http://example.org/id.json"] = """{"type":"integer"}""" };

        var schema = await SchemaText.ParseJsonAsync("""{"type":"array","items":{"$ref":"item.json"}}""", references);

        Assert.Empty(schema.Validate("[1,2]"));
        Assert.NotEmpty(schema.Validate("[1,\"2\"]"));
    }

    [Fact]
    public async Task A_JSON_Schema_may_lead_back_to_itself_for_the_parts_of_a_value()
    {
        var tree = await SchemaText.ParseJsonAsync("""{"type":"object","properties":{"next":{"anyOf":[{"$ref":"#"},{"type":"null"}]}},"additionalProperties":false}""", new Dictionary<string, string>());

        Assert.Empty(tree.Validate("""{"next":{"next":null}}"""));
        Assert.NotEmpty(tree.Validate("""{"next":{"next":5}}"""));
    }

    [Fact]
    public Task A_reference_that_leads_back_to_itself_is_refused() => Assert.ThrowsAsync<FormatException>(
        () => SchemaText.ParseJsonAsync("""{"$ref":"a.json"}""", new Dictionary<string, string> { ["a.json"] = """{"items":{"$ref":"b.json"}}""", ["b.json"] = """{"items":{"$ref":"a.json"}}""" }));

    [Fact]
    public async Task Nothing_is_fetched_and_no_file_is_read()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var asked = listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask();
        foreach (var address in new[] { $"http://{listener.LocalEndpoint}/x.json", "file:///etc/passwd", "/etc/passwd", "other.json" })
        {
            var refused = await Assert.ThrowsAsync<FormatException>(() => SchemaText.ParseJsonAsync($$"""{"$ref":"{{address}}"}""", new Dictionary<string, string>()));
            Assert.Contains(address.Split('/')[^1], refused.Message, StringComparison.Ordinal);
        }

        Assert.False(asked.IsCompleted);
    }
}
