using CsCheck;
using Ingest.Api.Routing;

namespace Ingest.Api.Tests.Routing;

public sealed class When_a_path_is_routed
{
    private static readonly RoutingRules Closed = new(new HashSet<string> { "test", "prod" }, AdminRoutes: false, HasWorker: false);
    private static readonly RoutingRules Open = Closed with { AdminRoutes = true };

    [Theory]
    [InlineData("/topics/t", nameof(Surface.Kafka), "/topics/t", "")]
    [InlineData("/topics/t/", nameof(Surface.Kafka), "/topics/t", "")]
    [InlineData("/test/topics/t", nameof(Surface.Kafka), "/topics/t", "/test")]
    [InlineData("/prod/streams/s/records", nameof(Surface.Kinesis), "/streams/s/records", "/prod")]
    [InlineData("/topics/test", nameof(Surface.Kafka), "/topics/test", "")]
    [InlineData("/v3/clusters/c/topics/t/records:batch", nameof(Surface.Kafka), "/v3/clusters/c/topics/t/records:batch", "")]
    public void It_goes_to_its_surface_without_the_stage(string path, string surface, string there, string prefix) =>
        Assert.Equal(new ForwardTo(Enum.Parse<Surface>(surface), there, prefix), RoutingPolicy.Decide("GET", path, Closed));

    [Theory]
    [InlineData("/")]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("/test")]
    [InlineData("/test/")]
    [InlineData("/test/test/topics")]
    [InlineData("/other/topics")]
    [InlineData("/TOPICS/t")]
    [InlineData("/Streams/s")]
    [InlineData("/TEST/topics")]
    [InlineData("/analytics/results")]
    [InlineData("/topicsx")]
    public void Other_paths_lead_nowhere(string path) => Assert.IsType<NotThere>(RoutingPolicy.Decide("GET", path, Open));

    [Theory]
    [InlineData("/records/pin", "pin")]
    [InlineData("/records/pin/", "pin")]
    [InlineData("/test/records/pin", "pin")]
    [InlineData("/records/records", "records")]
    public void Records_are_taken_by_the_gateway_itself(string path, string source) =>
        Assert.Equal(new TakeRecords(source), RoutingPolicy.Decide("POST", path, Closed));

    [Theory]
    [InlineData("/records")]
    [InlineData("/records/")]
    [InlineData("/records/pin/more")]
    public void Records_of_no_source_lead_nowhere(string path) => Assert.IsType<NotThere>(RoutingPolicy.Decide("POST", path, Open));

    [Fact]
    public void Analytics_is_there_when_the_worker_is() =>
        Assert.Equal(new ForwardTo(Surface.Worker, "/analytics/results", ""), RoutingPolicy.Decide("GET", "/analytics/results", Closed with { HasWorker = true }));

    [Theory]
    [InlineData("DELETE", "/streams/s", nameof(Surface.Kinesis))]
    [InlineData("DELETE", "/streams/s/", nameof(Surface.Kinesis))]
    [InlineData("DELETE", "/test/streams/s", nameof(Surface.Kinesis))]
    [InlineData("POST", "/v3/clusters/c/topics", nameof(Surface.Kafka))]
    public void An_administrative_route_is_closed_unless_configured(string method, string path, string surface)
    {
        Assert.Equal(new Closed(Enum.Parse<Surface>(surface)), RoutingPolicy.Decide(method, path, Closed));
        Assert.IsType<ForwardTo>(RoutingPolicy.Decide(method, path, Open));
    }

    [Theory]
    [InlineData("//streams/s")]
    [InlineData("/streams//s")]
    [InlineData("/streams/s//")]
    [InlineData("/test//streams/s")]
    [InlineData("/streams/../topics/t")]
    [InlineData("/streams/./s")]
    [InlineData("/topics/..")]
    [InlineData("/streams/s%2Frecord")]
    [InlineData("/streams/s%2frecord")]
    [InlineData("/topics/t%2F..%2F..%2Fv3")]
    [InlineData("/streams/s\\record")]
    [InlineData("/streams/s\0/record")]
    [InlineData("/streams/s\r\n/record")]
    public void A_path_that_can_be_read_in_two_ways_is_refused_even_when_all_is_open(string path) =>
        Assert.IsType<AmbiguousPath>(RoutingPolicy.Decide("PUT", path, Open));

    [Theory]
    [InlineData("/topics/a b", "/topics/a%20b")]
    [InlineData("/topics/ä", "/topics/%C3%A4")]
    [InlineData("/topics/%2e%2e", "/topics/%252e%252e")]
    [InlineData("/topics/a?b#c", "/topics/a%3Fb%23c")]
    [InlineData("/v3/x/records:batch", "/v3/x/records:batch")]
    public void What_was_judged_is_what_is_written(string judged, string written) =>
        Assert.Equal(written, new ForwardTo(Surface.Kafka, judged, "").EncodedPath);

    /// <summary>CsCheck prints the seed of a failure.</summary>
    [Fact]
    public void Any_path_decodes_on_the_other_side_to_what_was_judged() =>
        Gen.String[Gen.Char["/.%25eEfF\\ ab:?#ä\0"], 0, 20].Select(text => "/topics/" + text).Sample(path =>
        {
            if (RoutingPolicy.Decide("POST", path, Closed) is ForwardTo target)
            {
                var received = new Uri("http://proxy" + target.EncodedPath);
                Assert.Equal(target.Path, Uri.UnescapeDataString(received.AbsolutePath));
                Assert.Equal("", received.Query + received.Fragment);
            }
        });
}
