using Ingest.SchemaRegistry.Compatibility;
using NJsonSchema;

namespace Ingest.SchemaRegistry.Tests.Compatibility;

public sealed class JsonCompatibilityTests
{
    [Theory]
    [MemberData(nameof(JsonPairs.Types), MemberType = typeof(JsonPairs))]
    [MemberData(nameof(JsonPairs.Strings), MemberType = typeof(JsonPairs))]
    [MemberData(nameof(JsonPairs.Numbers), MemberType = typeof(JsonPairs))]
    [MemberData(nameof(JsonPairs.Enums), MemberType = typeof(JsonPairs))]
    [MemberData(nameof(JsonPairs.Combinations), MemberType = typeof(JsonPairs))]
    [MemberData(nameof(JsonContentPairs.Properties), MemberType = typeof(JsonContentPairs))]
    [MemberData(nameof(JsonContentPairs.Objects), MemberType = typeof(JsonContentPairs))]
    [MemberData(nameof(JsonContentPairs.Arrays), MemberType = typeof(JsonContentPairs))]
    public async Task A_pair_is_compatible_or_says_why_not(string about, string reader, string writer, string expected)
    {
        var messages = JsonCompatibility.Check(await ParseAsync(reader), await ParseAsync(writer));

        Assert.True(expected == ErrorTypes.Of(messages), $"{about}: expected '{expected}' but got {string.Join('\n', messages)}");
    }

    [Theory]
    [InlineData(
        "{'type':'object','properties':{'a':{'type':'string'},'b':{'type':'string'}}}",
        "{errorType:\"PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL\", description:\"The new schema has an open content model and has a property or item at path '#/properties/b' which is missing in the old schema\"}")]
    [InlineData(
        "{'type':'object','properties':{'a':{'type':'string','maxLength':3}}}",
        "{errorType:\"MAX_LENGTH_ADDED\", description:\"The keyword at path '#/properties/a/maxLength' in the new schema is not present in the old schema\"}")]
    [InlineData(
        "{'type':'array'}",
        "{errorType:\"TYPE_CHANGED\", description:\"A type at path '#/' is different between the new schema and the old schema\"}")]
    public async Task Messages_are_those_of_the_registry(string reader, string message) =>
        Assert.Equal([message], JsonCompatibility.Check(await ParseAsync(reader), await ParseAsync("{'type':'object','properties':{'a':{'type':'string'}}}")));

    [Fact]
    public async Task The_reader_can_be_the_old_schema()
    {
        var messages = JsonCompatibility.Check(await ParseAsync("{'type':'string'}"), await ParseAsync("{'type':'number'}"), readerIsNew: false);

        Assert.Contains("between the old schema and the new schema", Assert.Single(messages), StringComparison.Ordinal);
    }

    /// <summary>Each definition is in two branches of the next: a thousand million ways from the last to the first.</summary>
    [Fact]
    public async Task Definitions_that_are_used_often_are_compared_once()
    {
        static Task<JsonSchema> LayersAsync(string type) => ParseAsync($"{{'$ref':'#/definitions/d29','definitions':{{'d0':{{'type':'{type}'}},{string.Join(',', Enumerable.Range(1, 29).Select(layer =>
            $"'d{layer}':{{'type':'object','properties':{{'a':{{'$ref':'#/definitions/d{layer - 1}'}},'b':{{'oneOf':[{{'$ref':'#/definitions/d{layer - 1}'}},{{'type':'null'}}]}}}}}}"))}}}}}");

        Assert.Empty(JsonCompatibility.Check(await LayersAsync("number"), await LayersAsync("integer")));
        Assert.NotEmpty(JsonCompatibility.Check(await LayersAsync("integer"), await LayersAsync("number")));
    }

    private static Task<JsonSchema> ParseAsync(string json) => JsonSchema.FromJsonAsync(json.Replace('\'', '"'), TestContext.Current.CancellationToken);
}
