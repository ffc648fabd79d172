using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ingest.SchemaRegistry.Tests.Subjects;

public sealed class When_schemas_are_registered(RunningRegistry registry)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _subject = RunningRegistry.NewSubject();

    private string V1 => $$"""{"type":"record","name":"Order","doc":"{{_subject}}","fields":[{"name":"id","type":"long"}]}""";

    private string V2 => V1.Replace("}]}", "},{\"name\":\"note\",\"type\":\"string\",\"default\":\"\"}]}", StringComparison.Ordinal);

    private string Other => V1.Replace("long", "string", StringComparison.Ordinal);

    [Fact]
    public async Task Versions_are_counted_from_1_and_shown()
    {
        var first = await registry.RegisterAsync(_subject, V1);
        var second = await registry.RegisterAsync(_subject, V2);

        var (one, two) = (first.Root.GetProperty("id").GetInt32(), second.Root.GetProperty("id").GetInt32());
        first.Is($$"""{"version":1,"id":{{one}},"schema":{{Quoted(V1)}}}""");
        Assert.True(two > one);
        (await registry.GetAsync($"/subjects/{_subject}/versions")).Is("[1,2]");
        (await registry.GetAsync($"/subjects/{_subject}/versions/1")).Is($$"""{"subject":"{{_subject}}","version":1,"id":{{one}},"schema":{{Quoted(V1)}}}""");
        Assert.Equal((await registry.GetAsync($"/subjects/{_subject}/versions/2")).Body, (await registry.GetAsync($"/subjects/{_subject}/versions/latest")).Body);
        (await registry.GetAsync($"/subjects/{_subject}/versions/2/schema")).Is(V2);
        (await registry.GetAsync($"/schemas/ids/{one}")).Is($$"""{"schema":{{Quoted(V1)}}}""");
        (await registry.GetAsync($"/schemas/ids/{one}/schema")).Is(V1);
        (await registry.GetAsync($"/schemas/ids/{two}/versions")).Is($$"""[{"subject":"{{_subject}}","version":2}]""");
        (await registry.GetAsync($"/subjects?subjectPrefix={_subject}")).Is($"""["{_subject}"]""");
    }

    [Fact]
    public async Task The_same_schema_is_the_same_version_and_in_another_subject_the_same_id()
    {
        var id = await registry.IdOfAsync(_subject, V1);

        Assert.Equal(id, await registry.IdOfAsync(_subject, V1.Replace(",", " ,\n", StringComparison.Ordinal)));
        Assert.Equal(id, await registry.IdOfAsync($"{_subject}-2", V1));
        (await registry.GetAsync($"/subjects/{_subject}/versions")).Is("[1]");
        (await registry.GetAsync($"/schemas/ids/{id}/subjects")).Is($"""["{_subject}","{_subject}-2"]""");
        (await registry.PostAsync($"/subjects/{_subject}", RunningRegistry.Body(V1))).Is($$"""{"subject":"{{_subject}}","version":1,"id":{{id}},"schema":{{Quoted(V1)}}}""");
        (await registry.PostAsync($"/subjects/{_subject}", RunningRegistry.Body(V2))).IsError(404, 40403, "Schema not found");
    }

    [Fact]
    public async Task One_that_does_not_go_with_the_last_is_409_and_nothing_is_kept()
    {
        await registry.IdOfAsync(_subject, V1);

        (await registry.RegisterAsync(_subject, Other)).IsError(409, 409, "Schema being registered is incompatible with an earlier schema");
        (await registry.GetAsync($"/subjects/{_subject}/versions")).Is("[1]");
        (await registry.PostAsync($"/compatibility/subjects/{_subject}/versions/latest", RunningRegistry.Body(Other))).Is("""{"is_compatible":false}""");
        (await registry.PostAsync($"/compatibility/subjects/{_subject}/versions/1?verbose=true", RunningRegistry.Body(V2))).Is("""{"is_compatible":true,"messages":[]}""");
        (await registry.PostAsync($"/compatibility/subjects/{_subject}/versions", RunningRegistry.Body(V2))).Is("""{"is_compatible":true}""");
        var why = await registry.PostAsync($"/compatibility/subjects/{_subject}/versions?verbose=true", RunningRegistry.Body(Other));
        Assert.Contains("TYPE_MISMATCH", why.Root.GetProperty("messages")[0].GetString(), StringComparison.Ordinal);
        (await registry.PostAsync($"/compatibility/subjects/{_subject}/versions/7", RunningRegistry.Body(V2))).IsError(404, 40402);
    }

    [Fact]
    public async Task A_schema_may_refer_to_another()
    {
        var part = $$"""{"type":"record","name":"Part{{_subject[2..]}}","fields":[]}""";
        await registry.IdOfAsync($"{_subject}-part", part);
        var name = $"Part{_subject[2..]}";
        var whole = $$"""{"type":"record","name":"Whole","fields":[{"name":"part","type":"{{name}}"}]}""";
        (await registry.RegisterAsync(_subject, whole)).IsError(422, 42201, name);

        var reference = $$""","references":[{"name":"{{name}}","subject":"{{_subject}}-part","version":1}]""";
        var id = await registry.IdOfAsync(_subject, whole, reference);

        (await registry.GetAsync($"/schemas/ids/{id}")).Is($$"""{"references":[{"name":"{{name}}","subject":"{{_subject}}-part","version":1}],"schema":{{Quoted(whole)}}}""");
        (await registry.GetAsync($"/subjects/{_subject}-part/versions/1/referencedby")).Is($"[{id}]");
        (await registry.DeleteAsync($"/subjects/{_subject}-part/versions/1")).IsError(422, 42206);
        (await registry.DeleteAsync($"/subjects/{_subject}-part")).IsError(422, 42206);
        (await registry.RegisterAsync(_subject, whole, reference.Replace("\"version\":1", "\"version\":9", StringComparison.Ordinal))).IsError(422, 42201, "No schema reference found");
    }

    [Fact]
    public async Task JSON_schemas_have_their_type_and_their_references()
    {
        var json = $$$"""{"type":"object","title":"{{{_subject}}}","properties":{"id":{"type":"integer"}},"required":["id"]}""";
        var id = await registry.IdOfAsync(_subject, json, ",\"schemaType\":\"JSON\"");

        (await registry.GetAsync($"/schemas/ids/{id}")).Is($$"""{"schemaType":"JSON","schema":{{Quoted(json)}}}""");
        var list = """{"type":"array","items":{"$ref":"item.json"}}""";
        var reference = $$""","schemaType":"JSON","references":[{"name":"item.json","subject":"{{_subject}}","version":1}]""";
        await registry.IdOfAsync($"{_subject}-list", list, reference);
        (await registry.RegisterAsync($"{_subject}-file", """{"$ref":"file:///etc/passwd"}""", ",\"schemaType\":\"JSON\"")).IsError(422, 42201, "file:///etc/passwd");
        (await registry.RegisterAsync($"{_subject}-web", """{"$ref":"http://127.0.0.1:1/x.json"}""", ",\"schemaType\":\"JSON\"")).IsError(422, 42201, "127.0.0.1:1/x.json");
    }

    [Theory]
    [InlineData("""{"schema":""}""", 422, 42201, "Empty schema")]
    [InlineData("""{}""", 422, 42201, "Empty schema")]
    [InlineData("null", 422, 42201, "null")]
    [InlineData("""{"schema":"{"}""", 422, 42201, "Invalid schema")]
    [InlineData("""{"schema":"5"}""", 422, 42201, "Invalid schema")]
    [InlineData("""{"schema":"{\"type\":\"record\"}"}""", 422, 42201, "Invalid schema")]
    [InlineData("""{"schema":"{\"type\":\"nope\"}"}""", 422, 42201, "Invalid schema")]
    [InlineData("""{"schema":"message M {}","schemaType":"PROTOBUF"}""", 422, 42201, "PROTOBUF is not supported")]
    [InlineData("""{"schema":5}""", 400, 400, "")]
    [InlineData("""{"schema":"\"string\"","references":[null]}""", 422, 42201, "needs its name")]
    [InlineData("""{"schema":"{}","schemaType":"JSON","references":[{"name":"n","version":1}]}""", 422, 42201, "needs its name")]
    [InlineData("""{"schema":""", 400, 400, "")]
    [InlineData("""{"schema":"\"string\"","id":7}""", 422, 42205, "not in import mode")]
    public async Task What_is_no_schema_is_refused(string body, int status, int code, string message) =>
        (await registry.PostAsync($"/subjects/{_subject}/versions", body)).IsError(status, code, message);

    [Fact]
    public async Task Requests_that_find_nothing_say_what_is_missing()
    {
        await registry.IdOfAsync(_subject, V1);

        (await registry.GetAsync("/subjects/nobody/versions")).IsError(404, 40401, "Subject 'nobody' not found.");
        (await registry.GetAsync($"/subjects/{_subject}/versions/2")).IsError(404, 40402, "Version 2 not found.");
        (await registry.GetAsync($"/subjects/{_subject}/versions/0")).IsError(422, 42202, "'0' is not a valid version id");
        (await registry.GetAsync($"/subjects/{_subject}/versions/first")).IsError(422, 42202);
        (await registry.GetAsync("/schemas/ids/1000000")).IsError(404, 40403, "Schema 1000000 not found");
        (await registry.GetAsync("/no/such/place")).IsError(404, 404);
        (await registry.SendAsync(HttpMethod.Post, $"/subjects/{_subject}/versions", "x", "text/plain")).IsError(415, 415);
        (await registry.GetAsync("/schemas/types")).Is("""["JSON","AVRO"]""");
        (await registry.GetAsync("/")).Is("{}");
    }

    [Fact]
    public async Task A_subject_may_have_a_slash_in_its_name()
    {
        await registry.IdOfAsync($"{_subject}%2Fvalue", V1);

        (await registry.GetAsync($"/subjects?subjectPrefix={_subject}")).Is($"""["{_subject}/value"]""");
        (await registry.GetAsync($"/subjects/{_subject}%2Fvalue/versions")).Is("[1]");
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text, Readable);
}
