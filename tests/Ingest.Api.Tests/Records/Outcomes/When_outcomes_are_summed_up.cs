using CsCheck;
using Ingest.Api.Records.Outcomes;
using Ingest.Api.Records.Reading;
using Ingest.Api.Records.Routes;

namespace Ingest.Api.Tests.Records.Outcomes;

public sealed class When_outcomes_are_summed_up
{
    private static readonly DestinationOutcome Stored = DestinationOutcome.InTopic(0, 1);
    private static readonly DestinationOutcome Unknown = DestinationOutcome.Unknown("AnswerLost", "lost");
    private static readonly DestinationOutcome Passing = DestinationOutcome.Failed("Unreachable", "away", mayRetry: true);
    private static readonly DestinationOutcome Lasting = DestinationOutcome.Failed("50002", "too large", mayRetry: false);

    /// <summary>s stored, u unknown, p passing failure, l lasting failure; batch before stream, - is not to go there.</summary>
    [Theory]
    [InlineData("ss", 200, "Stored")]
    [InlineData("s-", 200, "Stored")]
    [InlineData("-s", 200, "Stored")]
    [InlineData("sp", 207, "Partial")]
    [InlineData("ls", 207, "Partial")]
    [InlineData("su", 207, "Partial")]
    [InlineData("pp", 503, "Failed")]
    [InlineData("lp", 503, "Failed")]
    [InlineData("-u", 503, "Unknown")]
    [InlineData("ul", 503, "Unknown")]
    [InlineData("l-", 422, "Failed")]
    [InlineData("ll", 422, "Failed")]
    [InlineData("s- -s ss", 200, "Stored Stored Stored")]
    [InlineData("s- p-", 207, "Stored Failed")]
    [InlineData("-l -u", 503, "Failed Unknown")]
    [InlineData("-l l-", 422, "Failed Failed")]
    public void The_status_follows_the_records(string outcomes, int status, string states)
    {
        var result = Result(outcomes.Split(' '));

        Assert.Equal(status, result.Status());
        Assert.Equal(states.Split(' ').Select(Enum.Parse<RecordState>), Enumerable.Range(0, result.Records.Count).Select(result.StateOf));
    }

    [Fact]
    public void Only_200_says_that_all_is_stored_and_only_503_and_422_that_nothing_is() =>
        Gen.Select(Gen.Char["sulp-"], Gen.Char["sulp-"]).Where((batch, stream) => (batch, stream) != ('-', '-'))
            .Select((batch, stream) => $"{batch}{stream}").Array[1, 6].Sample(records =>
            {
                var all = string.Concat(records).Replace("-", "", StringComparison.Ordinal);
                var status = Result(records).Status();
                Assert.Equal(all.All(outcome => outcome == 's'), status == 200);
                Assert.Equal(!all.Contains('s', StringComparison.Ordinal), status is 503 or 422);
                Assert.Equal(all.All(outcome => outcome == 'l'), status == 422);
            });

    private static RecordsResult Result(string[] records) => new(
        [.. records.Select(record => new IncomingRecord(
            default, null, false, (record[0] == '-' ? Destinations.None : Destinations.Batch) | (record[1] == '-' ? Destinations.None : Destinations.Stream)))],
        [.. records.Select(record => Outcome(record[0]))],
        [.. records.Select(record => Outcome(record[1]))]);

    private static DestinationOutcome Outcome(char letter) => letter switch
    {
        's' => Stored,
        'u' => Unknown,
        'p' => Passing,
        'l' => Lasting,
        _ => default,
    };
}
