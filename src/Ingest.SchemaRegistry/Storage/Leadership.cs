using Confluent.Kafka;
using Microsoft.Extensions.Options;

namespace Ingest.SchemaRegistry.Storage;

/// <summary>Of the registries on one topic, which may write: the member of their consumer group that has the topic's partition.</summary>
/// <remarks>
/// Two that wrote at once could give one id to two schemas, or one version; a topic has no way to refuse the second. Confluent's
/// registry chooses its leader by a group, too. Like there, a leader that stood still for longer than its session may write once more.
/// </remarks>
internal sealed partial class Leadership(RegistryClients clients, SchemasTopic topic, IOptions<RegistryOptions> options, TimeProvider time, ILogger<Leadership> log) : BackgroundService
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool? _leads;

    /// <summary>Returns when this registry may write.</summary>
    /// <exception cref="RegistryException">50004: another one does, or the group has not decided in time.</exception>
    public async Task CheckAsync()
    {
        using var deadline = new CancellationTokenSource(options.Value.WriteTimeout, time);
        while (true)
        {
            var (leads, changed) = Current();
            if (leads is true)
            {
                return;
            }

            if (leads is false || deadline.IsCancellationRequested)
            {
                throw new RegistryException(new(500, 50004, leads is false
                    ? "Another registry on the same topic takes the changes; send them there."
                    : "Which registry takes the changes is not decided yet; try again later."));
            }

            await changed.WaitAsync(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await topic.Made.WaitAsync(stoppingToken);
        await Task.Factory.StartNew(() => Run(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private (bool? Leads, Task Changed) Current()
    {
        lock (_gate)
        {
            return (_leads, _changed.Task);
        }
    }

    private void Run(CancellationToken stopping)
    {
        using var member = clients.Member(
            assigned => Set(assigned.Count > 0),
            () => Set(null));
        member.Subscribe(options.Value.Topic);
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                member.Consume(stopping); // what comes is read elsewhere
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // The service stops.
            }
            catch (ConsumeException failure)
            {
                LogGroup(failure.Error.Reason); // such as a topic that is yet to be made; librdkafka goes on by itself
            }
        }

        member.Close();
    }

    private void Set(bool? leads)
    {
        lock (_gate)
        {
            if (_leads == leads)
            {
                return;
            }

            _leads = leads;
            _changed.SetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        LogLeads(leads switch { true => "this registry", false => "another registry", null => "nobody, for now" });
    }

    [LoggerMessage(LogLevel.Information, "Changes are taken by {Registry}")]
    private partial void LogLeads(string registry);

    [LoggerMessage(LogLevel.Warning, "The group of the registries: {Reason}")]
    private partial void LogGroup(string reason);
}
