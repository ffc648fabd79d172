namespace Ingest.SchemaRegistry.Tests.Configs;

public sealed class When_levels_and_modes_are_set(RunningRegistry registry)
{
    private readonly string _subject = RunningRegistry.NewSubject();

    [Fact]
    public async Task A_subject_has_a_level_of_its_own_or_that_of_all()
    {
        (await registry.GetAsync("/config")).Is("""{"compatibilityLevel":"BACKWARD"}""");
        (await registry.GetAsync($"/config/{_subject}")).IsError(404, 40408);
        (await registry.GetAsync($"/config/{_subject}?defaultToGlobal=true")).Is("""{"compatibilityLevel":"BACKWARD"}""");
        (await registry.PutAsync($"/config/{_subject}", """{"compatibility":"full_transitive"}""")).Is("""{"compatibility":"FULL_TRANSITIVE"}""");
        (await registry.GetAsync($"/config/{_subject}")).Is("""{"compatibilityLevel":"FULL_TRANSITIVE"}""");
        (await registry.PutAsync($"/config/{_subject}", """{"compatibility":"SIDEWARD"}""")).IsError(422, 42203);
        (await registry.DeleteAsync($"/config/{_subject}")).Is("""{"compatibilityLevel":"FULL_TRANSITIVE"}""");
        (await registry.DeleteAsync($"/config/{_subject}")).IsError(404, 40408);
    }

    [Theory]
    [InlineData("BACKWARD", false, true)]
    [InlineData("BACKWARD_TRANSITIVE", false, false)]
    [InlineData("FORWARD", true, true)]
    [InlineData("FULL", false, true)]
    [InlineData("NONE", true, true)]
    public async Task The_level_decides_what_may_be_registered(string level, bool newField, bool backToFirst)
    {
        await registry.PutAsync($"/config/{_subject}", $$"""{"compatibility":"{{level}}"}""");
        await registry.IdOfAsync(_subject, Record("""{"name":"a","type":"int"}"""));

        var withField = await registry.RegisterAsync(_subject, Record("""{"name":"a","type":"int"},{"name":"b","type":"int"}"""));
        Assert.Equal(newField ? 200 : 409, withField.Status);

        // Transitive levels look at all versions: a can be left out only while nobody reads what has it without b.
        var other = RunningRegistry.NewSubject();
        await registry.PutAsync($"/config/{other}", $$"""{"compatibility":"{{level}}"}""");
        await registry.IdOfAsync(other, Record("""{"name":"a","type":"string"}"""));
        await registry.PutAsync($"/config/{other}", """{"compatibility":"NONE"}""");
        await registry.IdOfAsync(other, Record("""{"name":"a","type":"int"}"""));
        await registry.PutAsync($"/config/{other}", $$"""{"compatibility":"{{level}}"}""");
        Assert.Equal(backToFirst ? 200 : 409, (await registry.RegisterAsync(other, Record("""{"name":"a","type":"int","doc":"third"}"""))).Status);
    }

    [Fact]
    public async Task A_subject_may_be_closed_to_writers()
    {
        await registry.IdOfAsync(_subject, "\"string\"");
        (await registry.GetAsync("/mode")).Is("""{"mode":"READWRITE"}""");
        (await registry.GetAsync($"/mode/{_subject}")).IsError(404, 40409);
        (await registry.PutAsync($"/mode/{_subject}", """{"mode":"READONLY"}""")).Is("""{"mode":"READONLY"}""");

        (await registry.RegisterAsync(_subject, "\"bytes\"")).IsError(422, 42205, "read-only");
        (await registry.DeleteAsync($"/subjects/{_subject}")).IsError(422, 42205, "read-only");
        (await registry.PutAsync($"/mode/{_subject}", """{"mode":"ASLEEP"}""")).IsError(422, 42204);
        (await registry.PutAsync($"/mode/{_subject}", """{"mode":"IMPORT"}""")).IsError(422, 42205, "existing subjects");
        (await registry.DeleteAsync($"/mode/{_subject}")).Is("""{"mode":"READONLY"}""");
        Assert.Equal(200, (await registry.RegisterAsync(_subject, "\"string\"")).Status);
    }

    [Fact]
    public async Task Schemas_are_imported_with_their_ids()
    {
        await registry.PutAsync($"/mode/{_subject}", """{"mode":"IMPORT"}""");
        var id = 500_000 + Random.Shared.Next(100_000);
        var schema = Record($$"""{"name":"f{{id}}","type":"int"}""");

        (await registry.RegisterAsync(_subject, schema)).IsError(422, 42205);
        var imported = await registry.RegisterAsync(_subject, schema, $$""","id":{{id}},"version":4""");

        Assert.Equal((id, 4), (imported.Root.GetProperty("id").GetInt32(), imported.Root.GetProperty("version").GetInt32()));
        (await registry.RegisterAsync(_subject, "\"int\"", $$""","id":{{id}},"version":5""")).IsError(422, 42205, "not permitted");
        (await registry.GetAsync($"/subjects/{_subject}/versions")).Is("[4]");
    }

    private static string Record(string fields) => $$"""{"type":"record","name":"R","fields":[{{fields}}]}""";
}
