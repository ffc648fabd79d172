using Ingest.Api.Access;
using Ingest.Api.Routing;

namespace Ingest.Api.Tests.Access;

public sealed class When_a_route_is_judged
{
    [Theory]
    [InlineData("GET", "/topics")]
    [InlineData("HEAD", "/topics/t")]
    [InlineData("GET", "/topics/t/partitions/0/offsets")]
    [InlineData("POST", "/topics/t")]
    [InlineData("POST", "/topics/t/partitions/0")]
    [InlineData("GET", "/brokers")]
    [InlineData("POST", "/consumers/g")]
    [InlineData("DELETE", "/consumers/g/instances/i")]
    [InlineData("POST", "/consumers/g/instances/i/subscription")]
    [InlineData("GET", "/consumers/g/instances/i/subscription")]
    [InlineData("DELETE", "/consumers/g/instances/i/subscription")]
    [InlineData("POST", "/consumers/g/instances/i/assignments")]
    [InlineData("GET", "/consumers/g/instances/i/records")]
    [InlineData("POST", "/consumers/g/instances/i/offsets")]
    [InlineData("POST", "/consumers/g/instances/i/positions")]
    [InlineData("POST", "/consumers/g/instances/i/positions/beginning")]
    [InlineData("POST", "/consumers/g/instances/i/positions/end")]
    [InlineData("GET", "/v3/clusters/c/acls")]
    [InlineData("POST", "/v3/clusters/c/topics/t/records")]
    [InlineData("POST", "/v3/clusters/c/topics/t/records:batch")]
    [InlineData("GET", "/streams")]
    [InlineData("GET", "/streams/s/sharditerator")]
    [InlineData("PUT", "/streams/s/record")]
    [InlineData("POST", "/streams/s/record")]
    [InlineData("PUT", "/streams/s/records")]
    [InlineData("POST", "/streams/s/records")]
    [InlineData("GET", "/analytics/results")]
    public void Reading_producing_putting_and_consuming_are_open(string method, string path) => Assert.True(IsOpen(method, path));

    [Theory]
    [InlineData("DELETE", "/topics/t")]
    [InlineData("PUT", "/topics/t")]
    [InlineData("PATCH", "/topics/t")]
    [InlineData("POST", "/topics")]
    [InlineData("POST", "/topics/t/partitions")]
    [InlineData("POST", "/topics/t/configs")]
    [InlineData("POST", "/brokers")]
    [InlineData("DELETE", "/consumers/g")]
    [InlineData("POST", "/consumers/g/instances/i")]
    [InlineData("POST", "/consumers/g/instances/i/anything")]
    [InlineData("PUT", "/v3/clusters/c/broker-configs/n")]
    [InlineData("POST", "/v3/clusters/c/broker-configs:alter")]
    [InlineData("POST", "/v3/clusters/c/topics")]
    [InlineData("PATCH", "/v3/clusters/c/topics/t")]
    [InlineData("DELETE", "/v3/clusters/c/topics/t")]
    [InlineData("POST", "/v3/clusters/c/topics/t/configs:alter")]
    [InlineData("POST", "/v3/clusters/c/acls")]
    [InlineData("POST", "/v3/clusters/c/acls:batch")]
    [InlineData("DELETE", "/v3/clusters/c/acls")]
    [InlineData("POST", "/v3/clusters/c/topics/t/records:delete")]
    [InlineData("POST", "/streams/s")]
    [InlineData("DELETE", "/streams/s")]
    [InlineData("PUT", "/streams/s")]
    [InlineData("PUT", "/streams/s/shards")]
    [InlineData("DELETE", "/streams/s/record")]
    [InlineData("POST", "/analytics/runs")]
    [InlineData("OPTIONS", "/topics/t")]
    [InlineData("TRACE", "/topics/t")]
    [InlineData("CONNECT", "/topics/t")]
    [InlineData("PURGE", "/streams/s/record")]
    [InlineData("post", "/topics/t")]
    [InlineData("get", "/topics")]
    [InlineData("POST", "/topics/t/PARTITIONS/0")]
    [InlineData("PUT", "/streams/s/Record")]
    public void Whatever_else_is_administrative(string method, string path) => Assert.False(IsOpen(method, path));

    private static bool IsOpen(string method, string path)
    {
        var segments = path.Split('/')[1..];
        return OpenRoutes.Contains(Surfaces.Find(segments[0])!.Value, method, segments);
    }
}
