using System.Collections.Concurrent;
using System.Text;
using Confluent.Kafka;

namespace Ingest.Testing.Kafka;

/// <summary>What the stand-in answers on one connection.</summary>
internal sealed class StandInAnswers(StandInBroker broker, ConcurrentQueue<string> tokens, ConcurrentQueue<short> asked, ConcurrentQueue<StandInTopic> created)
{
    public const short FindCoordinator = 10;

    private const short Metadata = 3, SaslHandshake = 17, ApiVersions = 18, CreateTopics = 19, SaslAuthenticate = 36;

    private static readonly (short ApiKey, short Min, short Max)[] Known =
        [(Metadata, 1, 2), (FindCoordinator, 0, 0), (SaslHandshake, 1, 1), (ApiVersions, 0, 0), (CreateTopics, 0, 4), (SaslAuthenticate, 0, 0)];

    private bool _loggedIn = !broker.WantsLogin;

    /// <summary>The answer; null closes the connection, as a broker does with a request that it does not take.</summary>
    public KafkaAnswer? To(KafkaFrame request)
    {
        var answer = new KafkaAnswer(request.Correlation);
        var answered = request.ApiKey switch
        {
            ApiVersions => Versions(request, answer),
            SaslHandshake => answer.Int16(request.Text() == "OAUTHBEARER" ? 0 : (int)ErrorCode.UnsupportedSaslMechanism).List(["OAUTHBEARER"], name => answer.Text(name)),
            SaslAuthenticate => Login(request, answer),
            _ when !_loggedIn => null,
            Metadata => Describe(request, answer),
            CreateTopics => Create(request, answer),
            FindCoordinator => answer.Int16((int)ErrorCode.GroupCoordinatorNotAvailable).Int32(-1).Text("").Int32(-1),
            _ => null,
        };
        if (_loggedIn)
        {
            asked.Enqueue(request.ApiKey);
        }

        return answered;
    }

    /// <summary>A newer client asks in a newer form first, is told which ones are known, and asks again.</summary>
    private KafkaAnswer Versions(KafkaFrame request, KafkaAnswer answer)
    {
        var known = broker.CreatesTopics ? Known : [.. Known.Where(api => api.ApiKey != CreateTopics)];
        return answer.Int16(request.Version == 0 ? 0 : (int)ErrorCode.UnsupportedVersion)
            .List(known, api => answer.Int16(api.ApiKey).Int16(api.Min).Int16(api.Max));
    }

    /// <summary>The client's first message of OAUTHBEARER is <c>n,,^Aauth=Bearer TOKEN^A^A</c>: RFC 7628.</summary>
    private KafkaAnswer Login(KafkaFrame request, KafkaAnswer answer)
    {
        var message = Encoding.UTF8.GetString(request.Bytes());
        var token = message.Split('\u0001').First(part => part.StartsWith("auth=Bearer ", StringComparison.Ordinal))["auth=Bearer ".Length..];
        tokens.Enqueue(token);
        var refusal = broker.Refusal(token);
        _loggedIn = refusal is null;
        return answer.Int16(_loggedIn ? 0 : (int)ErrorCode.SaslAuthenticationFailed).Text(refusal).Int32(0);
    }

    private KafkaAnswer Describe(KafkaFrame request, KafkaAnswer answer)
    {
        answer.List([0], _ => answer.Int32(1).Text("localhost").Int32(broker.Port).Text(null));
        if (request.Version >= 2)
        {
            answer.Text("stand-in");
        }

        return answer.Int32(1).List(created, topic => answer.Int16(0).Text(topic.Name).Bool(false)
            .List([.. Enumerable.Range(0, topic.Partitions)], index => answer.Int16(0).Int32(index).Int32(1).List([1], id => answer.Int32(id)).List([1], id => answer.Int32(id))));
    }

    private KafkaAnswer Create(KafkaFrame request, KafkaAnswer answer)
    {
        var topics = request.List(() => new StandInTopic(request.Text()!, request.Int32(), request.Int16(), Config(request)));
        if (request.Version >= 2)
        {
            answer.Int32(0);
        }

        return answer.List(topics, topic =>
        {
            var error = broker.CreateError(topic);
            if (error is null)
            {
                created.Enqueue(topic);
            }

            answer.Text(topic.Name).Int16((int)(error?.Code ?? ErrorCode.NoError));
            if (request.Version >= 1)
            {
                answer.Text(error?.Reason);
            }
        });
    }

    /// <summary>The rest of a topic: where its replicas are, which no client of ours says, and its settings.</summary>
    private static Dictionary<string, string?> Config(KafkaFrame request)
    {
        request.List(() => (request.Int32(), request.List(request.Int32)));
        return request.List(() => (Name: request.Text()!, Value: request.Text())).ToDictionary(setting => setting.Name, setting => setting.Value);
    }
}
