using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V2.Consume;

/// <summary>What a client asks of a consumer instance when it creates it.</summary>
/// <param name="Name">Its name within the group.</param>
/// <param name="Format">How its records are written.</param>
/// <param name="OffsetReset">Where it begins in a partition without a committed offset: <c>earliest</c> or <c>latest</c>.</param>
/// <param name="AutoCommit">Whether what was read is committed by and by.</param>
/// <param name="FetchBytesMin">How many bytes a read waits for within its time; 0 or less waits for the first record only.</param>
/// <param name="RequestTimeout">How long a read that names no timeout waits for records.</param>
internal sealed record ConsumerSettings(
    string Name, ConsumerFormat Format, string OffsetReset, bool AutoCommit, int FetchBytesMin, TimeSpan RequestTimeout)
{
    private const int FetchBytesLimit = 10_000_000;

    private static readonly string[] Fields =
        ["id", "name", "format", "auto.offset.reset", "auto.commit.enable", "fetch.min.bytes", "consumer.request.timeout.ms"];

    /// <param name="context">The request.</param>
    /// <param name="options">What there may be.</param>
    /// <param name="newName">Names an instance that has no name.</param>
    /// <exception cref="RestException">The body is none, or asks for what cannot be.</exception>
    public static async Task<ConsumerSettings> ReadAsync(HttpContext context, KafkaRestOptions options, Func<string> newName)
    {
        var body = await JsonBody.ReadAsync(context, Fields);
        var name = body.Text("id") ?? body.Text("name");
        var fetchMin = body.Integer("fetch.min.bytes") ?? -1;
        return new ConsumerSettings(
            string.IsNullOrEmpty(name) ? newName() : name,
            FormatOf(body.Text("format") ?? "binary"),
            OneOf("auto.offset.reset", body.Text("auto.offset.reset") ?? "latest", "earliest", "latest"),
            body.Flag("auto.commit.enable") ?? true,
            fetchMin is >= -1 and <= FetchBytesLimit
                ? (int)fetchMin
                : throw new RestException(new(422, 40001, $"fetch.min.bytes has to be from -1 to {FetchBytesLimit}.")),
            TimeoutOf(body.Integer("consumer.request.timeout.ms"), options));
    }

    private static TimeSpan TimeoutOf(long? milliseconds, KafkaRestOptions options) => milliseconds switch
    {
        null => options.ConsumerRequestTimeout,
        >= 0 when milliseconds <= options.ConsumerRequestTimeoutMax.TotalMilliseconds => TimeSpan.FromMilliseconds(milliseconds.Value),
        _ => throw Invalid($"consumer.request.timeout.ms has to be from 0 to {options.ConsumerRequestTimeoutMax.TotalMilliseconds}."),
    };

    private static ConsumerFormat FormatOf(string format) => OneOf("format", format.ToLowerInvariant(), "binary", "json", "avro", "jsonschema") switch
    {
        "json" => ConsumerFormat.Json,
        "avro" => ConsumerFormat.Avro,
        "jsonschema" => ConsumerFormat.JsonSchema,
        _ => ConsumerFormat.Binary,
    };

    private static string OneOf(string field, string value, params string[] known) =>
        known.Contains(value) ? value : throw Invalid($"{field} is '{value}'; it has to be {string.Join(", ", known[..^1])} or {known[^1]}.");

    private static RestException Invalid(string message) => new(new(422, 42204, $"Invalid consumer configuration: {message}"));
}
