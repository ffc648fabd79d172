using Avro;
using Ingest.SchemaRegistry.Compatibility;

namespace Ingest.SchemaRegistry.Tests.Compatibility;

public sealed class AvroCompatibilityTests
{
    private const string Old = "{'type':'record','name':'one.R','fields':[{'name':'a','type':'long'}]}";

    [Theory]
    [MemberData(nameof(AvroPairs.Primitives), MemberType = typeof(AvroPairs))]
    [MemberData(nameof(AvroPairs.Containers), MemberType = typeof(AvroPairs))]
    [MemberData(nameof(AvroPairs.EnumsAndFixeds), MemberType = typeof(AvroPairs))]
    [MemberData(nameof(AvroRecordPairs.Fields), MemberType = typeof(AvroRecordPairs))]
    [MemberData(nameof(AvroRecordPairs.Names), MemberType = typeof(AvroRecordPairs))]
    [MemberData(nameof(AvroRecordPairs.Nested), MemberType = typeof(AvroRecordPairs))]
    public void A_pair_is_compatible_or_says_why_not(string about, string reader, string writer, string expected)
    {
        var messages = AvroCompatibility.Check(Parse(reader), Parse(writer));

        Assert.True(expected == ErrorTypes.Of(messages), $"{about}: expected '{expected}' but got {string.Join('\n', messages)}");
    }

    [Theory]
    [InlineData(
        "{'type':'record','name':'R','fields':[{'name':'a','type':'long'},{'name':'x','type':'int'}]}",
        "{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE', description:'The field 'x' at path '/fields/1' in the new schema has no default value and is missing in the old schema', additionalInfo:'x'}")]
    [InlineData(
        "{'type':'record','name':'R','fields':[{'name':'a','type':'string'}]}",
        "{errorType:'TYPE_MISMATCH', description:'The type (path '/fields/0/type') of a field in the new schema does not match with the old schema', additionalInfo:'reader type: STRING not compatible with writer type: LONG'}")]
    [InlineData(
        "{'type':'record','name':'S','fields':[{'name':'a','type':'long'}]}",
        "{errorType:'NAME_MISMATCH', description:'The name of the schema has changed (path '/name')', additionalInfo:'expected: one.R'}")]
    [InlineData(
        "'string'",
        "{errorType:'TYPE_MISMATCH', description:'The type (path '/') of a field in the new schema does not match with the old schema', additionalInfo:'reader type: STRING not compatible with writer type: RECORD'}")]
    public void Messages_are_those_of_the_registry(string reader, string message) =>
        Assert.Equal([message], AvroCompatibility.Check(Parse(reader), Parse(Old)));

    [Fact]
    public void The_reader_can_be_the_old_schema()
    {
        var message = Assert.Single(AvroCompatibility.Check(Parse("'int'"), Parse("'long'"), readerIsNew: false));

        Assert.Contains("in the old schema does not match with the new schema", message, StringComparison.Ordinal);
    }

    /// <summary>Each record is in two fields of the next: a thousand million ways from the last to the first.</summary>
    [Fact]
    public void Types_that_are_used_often_are_compared_once()
    {
        static Schema Layers(string type) => Parse($"[{string.Join(',', Enumerable.Range(0, 30).Select(layer => layer == 0
            ? $"{{'type':'record','name':'R0','fields':[{{'name':'a','type':'{type}'}}]}}"
            : $"{{'type':'record','name':'R{layer}','fields':[{{'name':'a','type':'R{layer - 1}'}},{{'name':'b','type':'R{layer - 1}'}}]}}"))}]");

        Assert.Empty(AvroCompatibility.Check(Layers("long"), Layers("int")));
        Assert.Equal(30, AvroCompatibility.Check(Layers("int"), Layers("long")).Count);
    }

    /// <summary>Q holds only as long as P is taken to hold, which the union makes up for in the first field but nothing in the second.</summary>
    [Fact]
    public void What_was_assumed_of_a_type_that_contains_itself_is_forgotten_when_it_was_wrong()
    {
        const string Start = "{'type':'record','name':'one.P','fields':[{'name':'q','type':{'type':'record','name':'Q','fields':[{'name':'ps','type':{'type':'array','items':'P'}}]}},";
        const string Other = "{'type':'record','name':'two.P','fields':[]}";
        static Schema Root(string first) => Parse($"{{'type':'record','name':'R','fields':[{{'name':'x','type':{first}}},{{'name':'y','type':'one.Q'}}]}}");

        var messages = AvroCompatibility.Check(
            Root($"[{Start}{{'name':'bad','type':'int'}}]}},{Other}]"),
            Root($"{Start}{{'name':'bad','type':'string'}}]}}"));

        Assert.Equal("TYPE_MISMATCH", ErrorTypes.Of(messages));
    }

    private static Schema Parse(string json) => Schema.Parse(json.Replace('\'', '"'));
}
