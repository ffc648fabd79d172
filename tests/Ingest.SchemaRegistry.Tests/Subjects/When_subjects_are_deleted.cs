namespace Ingest.SchemaRegistry.Tests.Subjects;

public sealed class When_subjects_are_deleted(RunningRegistry registry)
{
    private readonly string _subject = RunningRegistry.NewSubject();

    [Fact]
    public async Task A_version_is_hidden_first_and_then_gone()
    {
        var id = await registry.IdOfAsync(_subject, "\"string\"");
        await registry.PutAsync($"/config/{_subject}", """{"compatibility":"NONE"}""");
        await registry.IdOfAsync(_subject, "\"long\"");

        (await registry.DeleteAsync($"/subjects/{_subject}/versions/1?permanent=true")).IsError(404, 40407);
        (await registry.DeleteAsync($"/subjects/{_subject}/versions/1")).Is("1");
        (await registry.DeleteAsync($"/subjects/{_subject}/versions/1")).IsError(404, 40406);
        (await registry.GetAsync($"/subjects/{_subject}/versions")).Is("[2]");
        (await registry.GetAsync($"/subjects/{_subject}/versions?deleted=true")).Is("[1,2]");
        (await registry.GetAsync($"/subjects/{_subject}/versions?deletedOnly=true")).Is("[1]");
        (await registry.GetAsync($"/schemas/ids/{id}")).Is("""{"schema":"\"string\""}""");
        (await registry.DeleteAsync($"/subjects/{_subject}/versions/1?permanent=true")).Is("1");
        (await registry.GetAsync($"/subjects/{_subject}/versions?deleted=true")).Is("[2]");
        (await registry.DeleteAsync($"/subjects/{_subject}/versions/1")).IsError(404, 40402);
    }

    [Fact]
    public async Task A_subject_is_hidden_first_and_then_gone()
    {
        await registry.IdOfAsync(_subject, "\"string\"");

        (await registry.DeleteAsync($"/subjects/{_subject}?permanent=true")).IsError(404, 40405);
        (await registry.DeleteAsync($"/subjects/{_subject}")).Is("[1]");
        (await registry.DeleteAsync($"/subjects/{_subject}")).IsError(404, 40404);
        (await registry.GetAsync($"/subjects/{_subject}/versions")).IsError(404, 40401);
        (await registry.GetAsync($"/subjects?subjectPrefix={_subject}")).Is("[]");
        (await registry.GetAsync($"/subjects?subjectPrefix={_subject}&deletedOnly=true")).Is($"""["{_subject}"]""");
        (await registry.DeleteAsync($"/subjects/{_subject}?permanent=true")).Is("[1]");
        (await registry.DeleteAsync($"/subjects/{_subject}")).IsError(404, 40401);
    }

    [Fact]
    public async Task A_hidden_schema_that_is_registered_again_is_a_new_version_with_its_id()
    {
        var id = await registry.IdOfAsync(_subject, "\"string\"");
        await registry.DeleteAsync($"/subjects/{_subject}");

        (await registry.RegisterAsync(_subject, "\"string\"")).Is($$"""{"version":2,"id":{{id}},"schema":"\"string\""}""");
    }
}
