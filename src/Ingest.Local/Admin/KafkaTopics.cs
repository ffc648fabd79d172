using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Ingest.MskIam;
using Ingest.ServiceDefaults;

namespace Ingest.Local.Admin;

/// <summary>Creates and lists the topics of any cluster.</summary>
internal sealed class KafkaTopics : IDisposable
{
    /// <summary>How soon it is seen, while there is no answer, that there will be none.</summary>
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(2);

    private readonly IAdminClient _admin;
    private readonly string _address;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private volatile Error? _lastError;

    /// <param name="settings">Where the cluster is and how to log in.</param>
    /// <param name="timeout">How long each answer may take.</param>
    /// <param name="time">The clock of the waits, and of the tokens for MSK.</param>
    /// <exception cref="ArgumentException">The client library does not take a setting, or there is no region for MSK.</exception>
    public KafkaTopics(KafkaSettings settings, TimeSpan timeout, TimeProvider time)
    {
        _address = settings.BootstrapServers;
        _timeout = timeout;
        _time = time;
        try
        {
            var builder = new AdminClientBuilder(settings.ForClient())
                .SetLogHandler((_, _) => { }) // what matters of it comes as an error too
                .SetErrorHandler((_, error) => Keep(error));
            if (settings.Authentication == KafkaAuthentication.MskIam)
            {
                var login = MskLogin.ByDefaultCredentials(settings.Region, time);
                builder.SetOAuthBearerTokenRefreshHandler((client, _) => login.Refresh(
                    (token, expires, principal) => client.OAuthBearerSetToken(token, expires, principal), client.OAuthBearerSetTokenFailure));
            }

            _admin = builder.Build();
        }
        catch (Exception refused) when (refused is InvalidOperationException or KafkaException)
        {
            throw new ArgumentException($"The Kafka client does not take the settings: {refused.Message}", refused);
        }
    }

    /// <summary>Creates the topics; one that is refused keeps none of the others from being created.</summary>
    /// <param name="topics">What to create, each name once.</param>
    /// <param name="ifNotExists">Whether a topic that exists already is as good as one created.</param>
    /// <param name="cancellation">Ends the wait, not what the cluster has begun.</param>
    /// <exception cref="NoAnswerException">The cluster did not answer, or does not create topics on request.</exception>
    public async Task<IReadOnlyList<CreateOutcome>> CreateAsync(
        IReadOnlyList<TopicSpecification> topics, bool ifNotExists, CancellationToken cancellation)
    {
        await ListAsync(cancellation); // so that a cluster which is not there is told from one that does not create
        try
        {
            await _admin.CreateTopicsAsync(topics, new() { RequestTimeout = _timeout, OperationTimeout = _timeout }).WaitAsync(cancellation);
            return [.. topics.Select(topic => new CreateOutcome(topic.Name))];
        }
        catch (CreateTopicsException partly)
        {
            return [.. partly.Results.Select(result => OutcomeOf(result, ifNotExists))];
        }
        catch (KafkaException failure) when (failure.Error.Code == ErrorCode.Local_UnsupportedFeature)
        {
            throw new NoAnswerException(
                $"Kafka at {_address} creates no topics on request. It may make a topic when it is first used, if auto.create.topics.enable is set.",
                failure);
        }
        catch (KafkaException failure) when (failure.Error.Code == ErrorCode.Local_TimedOut)
        {
            throw new NoAnswerException($"Kafka at {_address} did not say within {Seconds} s whether it created anything; ask again with --if-not-exists.", failure);
        }
        catch (KafkaException failure)
        {
            throw new NoAnswerException($"Nothing was created: {failure.Error.Reason}", failure);
        }
    }

    /// <summary>All topics, in order of their names.</summary>
    /// <exception cref="NoAnswerException">The cluster did not answer, or refused the login.</exception>
    public async Task<IReadOnlyList<TopicMetadata>> ListAsync(CancellationToken cancellation)
    {
        var started = _time.GetTimestamp();
        while (true)
        {
            var left = _timeout - _time.GetElapsedTime(started);
            var wait = TimeSpan.FromTicks(Math.Clamp(left.Ticks, 0, AskAgainAfter.Ticks));
            try
            {
                var metadata = await Task.Run(() => _admin.GetMetadata(wait), cancellation);
                return [.. metadata.Topics.OrderBy(topic => topic.Topic, StringComparer.Ordinal)];
            }
            catch (KafkaException failure) when (_lastError is { Code: ErrorCode.Local_Authentication } refusal)
            {
                throw new NoAnswerException($"Kafka at {_address} gives no access: {refusal.Reason}", failure);
            }
            catch (KafkaException failure) when (left <= AskAgainAfter)
            {
                throw new NoAnswerException($"Kafka at {_address} did not answer within {Seconds} s: {(_lastError ?? failure.Error).Reason}", failure);
            }
            catch (KafkaException)
            {
                // Nobody has answered so far; there is time left.
            }

            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _admin.Dispose();

    private string Seconds => _timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture);

    private static CreateOutcome OutcomeOf(CreateTopicReport result, bool ifNotExists) => result.Error.Code switch
    {
        ErrorCode.NoError => new(result.Topic),
        ErrorCode.TopicAlreadyExists when ifNotExists => new(result.Topic, Existed: true),
        _ => new(result.Topic, Refusal: result.Error.Reason),
    };

    /// <summary>Of what goes wrong while there is no answer, a failed login explains most, and that all brokers are down nothing.</summary>
    private void Keep(Error error)
    {
        if (error.Code != ErrorCode.Local_AllBrokersDown && _lastError?.Code != ErrorCode.Local_Authentication)
        {
            _lastError = error;
        }
    }
}
