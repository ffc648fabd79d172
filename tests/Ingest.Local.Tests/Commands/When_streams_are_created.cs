using Ingest.EmbeddedKinesis;
using Ingest.Testing;
using Ingest.Testing.Kinesis;

namespace Ingest.Local.Tests.Commands;

public sealed class When_streams_are_created
{
    [Fact]
    public async Task In_the_embedded_Kinesis_each_refusal_is_named_and_keeps_no_other_from_being_created()
    {
        using var directory = new TemporaryDirectory();
        await using var kinesis = await RunningService.StartAsync(EmbeddedKinesisServer.Build, ("EmbeddedKinesis:DataDirectory", directory.Path));
        var url = kinesis.Url.ToString();

        var typed = await Typed.RunAsync("streams", "create", "a", "not a name", "b", "--shards", "2", "--wait", "--url", url);

        Assert.Equal((1, "created  a\ncreated  b\nactive   a\nactive   b"), (typed.ExitCode, typed.Output));
        Assert.StartsWith("refused  not a name: ValidationException: ", typed.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', typed.Errors);
        Assert.Equal(new(0, "a  ACTIVE\nb  ACTIVE", ""), await Typed.RunAsync("streams", "list", "--url", url));
    }

    [Fact]
    public async Task In_kinesalite_one_that_exists_is_refused_unless_that_is_as_good()
    {
        await using var kinesis = await KinesaliteServer.StartAsync();
        var url = kinesis.ServiceUrl.ToString();
        Assert.Equal(0, (await Typed.RunAsync("streams", "create", "old", "--wait", "--url", url)).ExitCode);

        var refused = await Typed.RunAsync("streams", "create", "old", "new", "--url", url);

        Assert.Equal((1, "created  new"), (refused.ExitCode, refused.Output));
        Assert.StartsWith("refused  old: ResourceInUseException: ", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(new(0, "exists   old\ncreated  newer", ""), await Typed.RunAsync("streams", "create", "old", "newer", "--if-not-exists", "--url", url));
        Assert.Equal(0, (await Typed.RunAsync("streams", "create", "--user-id", "u", "--url", url)).ExitCode);

        // kinesalite tells no status in a list.
        var json = await Typed.RunAsync("streams", "list", "--json", "--url", url);
        var names = new[] { "new", "newer", "old", "streaming-u-geo", "streaming-u-pin", "streaming-u-user" };
        Assert.Equal($"[{string.Join(',', names.Select(name => $$"""{"name":"{{name}}","status":null}"""))}]", string.Concat(json.Output.Where(one => !char.IsWhiteSpace(one))));
    }

    [Fact]
    public async Task In_kinesis_local_they_can_grow_on_demand()
    {
        await using var kinesis = await KinesisLocalServer.StartAsync();
        var url = kinesis.ServiceUrl.ToString();

        Assert.Equal(new(0, "created  grows\nactive   grows", ""), await Typed.RunAsync("streams", "create", "grows", "--on-demand", "--wait", "--url", url));
    }

    [Theory]
    [InlineData("""{"StreamName":"s","StreamModeDetails":{"StreamMode":"ON_DEMAND"}}""", "--on-demand")]
    [InlineData("""{"StreamName":"s","ShardCount":7}""", "--shards", "7")]
    [InlineData("""{"StreamName":"s","ShardCount":1}""")]
    public async Task The_capacity_typed_is_the_one_asked_for(string body, params string[] more)
    {
        await using var kinesis = await KinesisStub.StartAsync(200, "{}");

        Assert.Equal(0, (await Typed.RunAsync(["streams", "create", "s", "--url", kinesis.ServiceUrl.ToString(), .. more])).ExitCode);

        Assert.Equal(body, Assert.Single(kinesis.Requests).Text);
    }

    [Fact]
    public async Task What_listens_on_this_machine_gets_none_of_the_users_credentials()
    {
        await using var kinesis = await KinesisStub.StartAsync(200, "{}");

        await Typed.RunAsync("streams", "create", "s", "--url", kinesis.ServiceUrl.ToString());

        Assert.Contains("Credential=local/", Assert.Single(kinesis.Requests).Headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_being_deleted_is_not_taken_for_one_that_exists()
    {
        await using var kinesis = await KinesisStub.StartAsync((request, context) => request.Operation == "CreateStream"
            ? KinesisStub.AnswerAsync(context, 400, """{"__type":"ResourceInUseException","message":"in use"}""")
            : KinesisStub.AnswerAsync(context, 200, """{"StreamDescriptionSummary":{"StreamName":"s","StreamStatus":"DELETING"}}"""));

        Assert.Equal(
            new(1, "", "refused  s: it is being deleted; create it again when it is gone"),
            await Typed.RunAsync("streams", "create", "s", "--if-not-exists", "--url", kinesis.ServiceUrl.ToString()));
    }

    [Fact]
    public async Task A_wait_for_what_does_not_become_active_ends()
    {
        await using var kinesis = await KinesisStub.StartAsync((request, context) => KinesisStub.AnswerAsync(
            context, 200, request.Operation == "CreateStream" ? "{}" : """{"StreamDescriptionSummary":{"StreamName":"s","StreamStatus":"CREATING"}}"""));
        var url = kinesis.ServiceUrl.ToString();

        Assert.Equal(new(1, "created  s", $"Kinesis at {url} was not done within 1 s (--timeout)."), await Typed.RunAsync("streams", "create", "s", "--wait", "--timeout", "1", "--url", url));
    }

    [Fact]
    public async Task Where_nobody_is_what_is_not_known_to_be_created_is_named()
    {
        Assert.Equal(
            new(1, "", "Kinesis at http://127.0.0.1:1 did not answer: Connection refused (127.0.0.1:1)\nnot known to be created: a, b"),
            await Typed.RunAsync("streams", "create", "a", "b", "--url", "http://127.0.0.1:1"));
    }
}
