using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Ingest.KafkaProxy.Kafka;
using Ingest.KafkaProxy.Wire;
using Microsoft.Extensions.Options;

namespace Ingest.KafkaProxy.V3;

/// <summary>One request to API v3: the caller's clients, the cluster that it names, and its answer.</summary>
internal sealed class V3Call
{
    private static readonly JsonWriterOptions Readable = RestError.Readable;

    private V3Call(HttpContext context, Cluster cluster, DescribeClusterResult described, Links links, TimeSpan timeout) =>
        (Context, Cluster, Described, Links, Timeout) = (context, cluster, described, links, timeout);

    public HttpContext Context { get; }

    public Cluster Cluster { get; }

    public IAdminClient Admin => Cluster.Admin;

    public DescribeClusterResult Described { get; }

    public Links Links { get; }

    /// <summary>How long a broker may take to answer.</summary>
    public TimeSpan Timeout { get; }

    /// <exception cref="RestException">404: the cluster is another one.</exception>
    /// <exception cref="KafkaException">The brokers did not answer.</exception>
    public static async Task<V3Call> OpenAsync(HttpContext context, string? clusterId)
    {
        var options = context.RequestServices.GetRequiredService<IOptions<KafkaRestOptions>>().Value;
        var cluster = context.RequestServices.GetRequiredService<KafkaIdentities>().Of(context).Cluster;
        var described = await cluster.Admin.DescribeClusterAsync(new() { RequestTimeout = options.MetadataTimeout });
        return clusterId is null || clusterId == described.ClusterId
            ? new V3Call(context, cluster, described, new Links(PublicUrl.Of(context.Request, options), described.ClusterId), options.MetadataTimeout)
            : throw new RestException(new(404, 404, $"Cluster {clusterId} cannot be found."));
    }

    /// <summary>A number in the path, written as links write it.</summary>
    /// <exception cref="RestException">404: it is none.</exception>
    public static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Text(number) == text
        ? number
        : throw new RestException(RestError.ForStatus(404));

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <exception cref="RestException">404: there is no such topic.</exception>
    public async Task<TopicMetadata> FindTopicAsync(string topic) =>
        await Cluster.FindTopicAsync(topic) ?? throw new RestException(RestError.TopicNotFound);

    /// <exception cref="RestException">404: there is no such topic, or no such partition.</exception>
    public async Task<PartitionMetadata> FindPartitionAsync(string topic, string partition)
    {
        var (found, id) = (await FindTopicAsync(topic), Number(partition));
        return found.Partitions.Find(candidate => candidate.PartitionId == id) ?? throw new RestException(RestError.PartitionNotFound);
    }

    public Task AnswerAsync(JsonObject answer, int status = StatusCodes.Status200OK)
    {
        Context.Response.StatusCode = status;
        Context.Response.ContentType = MediaTypes.Json;
        using (var json = new Utf8JsonWriter(Context.Response.BodyWriter, Readable))
        {
            answer.WriteTo(json);
        }

        return Context.Response.BodyWriter.FlushAsync(CancellationToken.None).AsTask();
    }

    public void Done() => Context.Response.StatusCode = StatusCodes.Status204NoContent;
}
