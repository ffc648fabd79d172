namespace Ingest.EmbeddedKafka.Protocol;

/// <summary>One kind of request: which versions of it are served, and how it is answered.</summary>
/// <param name="key">The kind.</param>
/// <param name="oldest">The oldest version served.</param>
/// <param name="newest">The newest version served.</param>
/// <param name="flexibleFrom">The first flexible version of the kind, even if it is beyond <paramref name="newest"/>.</param>
internal abstract class KafkaApi(ApiKey key, short oldest, short newest, short flexibleFrom)
{
    public ApiKey Key { get; } = key;

    public short Oldest { get; } = oldest;

    public short Newest { get; } = newest;

    public bool IsFlexible(short version) => version >= flexibleFrom;

    /// <summary>
    /// Answers a request: reads its body, acts, writes the answer's body. Called for one request of a connection after the
    /// other; the next one is begun when this returns, and answers are sent in the order of their requests.
    /// </summary>
    /// <returns>
    /// When it is done, the request has taken its place in the order of things. The task inside is done when the answer is
    /// written; almost always it is done already, and only Produce lets the next request begin while the disk is at work.
    /// </returns>
    /// <exception cref="MalformedRequestException">The body is not what the version says; nothing was done.</exception>
    public abstract ValueTask<Task> AnswerAsync(KafkaRequest request, KafkaWriter answer);
}
