using CsCheck;
using Ingest.Api.Records.Reading;
using Ingest.Api.Records.Routes;

namespace Ingest.Api.Tests.Records.Routes;

public sealed class When_a_record_is_routed
{
    private static readonly SourceOptions Pins = new()
    {
        Destinations = ["batch", "stream"],
        Topic = "{userId}.{source}",
        Stream = "streaming-{userId}-{source}",
        Rules =
        [
            new RuleOptions { Field = "category", Values = ["art", "quotes"], Destinations = ["stream"] },
            new RuleOptions { Field = "downloaded", Values = ["0", "false", "null"], Destinations = ["batch"] },
            new RuleOptions { Field = "category", Values = ["travel"], Destinations = ["batch"] },
        ],
    };

    [Theory]
    [InlineData("""{"category":"diy"}""", "Batch, Stream")]
    [InlineData("""{}""", "Batch, Stream")]
    [InlineData("""{"category":"art"}""", "Stream")]
    [InlineData("""{"category":"\u0061rt"}""", "Stream")]
    [InlineData("""{"c\u0061tegory":"art"}""", "Stream")]
    [InlineData("""{"category":"art","downloaded":0}""", "Stream")]
    [InlineData("""{"downloaded":0,"category":"quotes"}""", "Stream")]
    [InlineData("""{"downloaded":0}""", "Batch")]
    [InlineData("""{"downloaded":"0"}""", "Batch")]
    [InlineData("""{"downloaded":false}""", "Batch")]
    [InlineData("""{"downloaded":null}""", "Batch")]
    [InlineData("""{"downloaded":0.0}""", "Batch, Stream")]
    [InlineData("""{"downloaded":true,"category":"travel"}""", "Batch")]
    [InlineData("""{"category":"Art"}""", "Batch, Stream")]
    [InlineData("""{"category":["art"]}""", "Batch, Stream")]
    [InlineData("""{"category":{"art":"art"}}""", "Batch, Stream")]
    [InlineData("""{"nested":{"category":"art"}}""", "Batch, Stream")]
    [InlineData("""{"half\ud800":"art"}""", "Batch, Stream")]
    public void The_first_rule_that_matches_takes_the_place_of_the_default(string json, string destinations) =>
        Assert.Equal(
            Enum.Parse<Destinations>(destinations),
            Assert.Single(RecordReader.Read(System.Text.Encoding.UTF8.GetBytes(json), Routing.Route(Pins), new())).Destinations);

    /// <summary>Against the same rules said in the plainest way. CsCheck prints the seed of a failure.</summary>
    [Fact]
    public void Any_record_goes_where_plain_words_say() =>
        Gen.Select(GenRoute, OneOf<string?>(null, "a", "b", "c", "0").Array[3]).Sample((options, values) =>
        {
            var route = Routing.Route(options);
            var fields = route.Fields.Select(name => values[name[0] - 'x'])
                .Select(text => new FieldValue(text is null ? FieldKind.Missing : FieldKind.Text, text)).ToArray();

            var decided = DestinationPolicy.Decide(route, fields);

            var names = options.Rules.FirstOrDefault(rule => rule.Values.Contains(values[rule.Field![0] - 'x']))?.Destinations ?? options.Destinations;
            Assert.Equal(names.Select(name => Enum.Parse<Destinations>(name, ignoreCase: true)).Aggregate((one, other) => one | other), decided);
            Assert.NotEqual(Destinations.None, decided);
            Assert.Equal(decided, DestinationPolicy.Decide(route, fields));
            Assert.True(!decided.HasFlag(Destinations.Batch) || route.Topic.Length > 0);
            Assert.True(!decided.HasFlag(Destinations.Stream) || route.Stream.Length > 0);
        });

    private static readonly Gen<string[]> GenDestinations = OneOf<string[]>(["batch"], ["stream"], ["batch", "stream"], ["Stream", "BATCH"]);

    private static readonly Gen<SourceOptions> GenRoute = Gen.Select(
        GenDestinations,
        Gen.Select(OneOf("x", "y", "z"), OneOf("a", "b", "0").Array[1, 3], GenDestinations)
            .Select((field, values, destinations) => new RuleOptions { Field = field, Values = values, Destinations = destinations }).Array[0, 4],
        (destinations, rules) => new SourceOptions { Destinations = destinations, Topic = "t", Stream = "s", Rules = rules });

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
