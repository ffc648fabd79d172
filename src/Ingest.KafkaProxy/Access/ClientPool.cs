using System.Diagnostics.Metrics;
using Ingest.KafkaProxy.Kafka;
using Ingest.KafkaProxy.Wire;
using Microsoft.Extensions.Options;

namespace Ingest.KafkaProxy.Access;

/// <summary>Kafka clients by credential: opened when first needed, closed when idle or when Kafka takes the credential no longer.</summary>
internal sealed class ClientPool : IHostedService, IDisposable
{
    private readonly Dictionary<string, PooledClients> _pooled = new(StringComparer.Ordinal);
    private readonly HashSet<Task> _closing = [];
    private readonly Lock _gate = new();
    private readonly CallerClients _callers;
    private readonly AccessOptions _options;
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;

    public ClientPool(CallerClients callers, IOptions<AccessOptions> options, IMeterFactory meters, TimeProvider time)
    {
        (_callers, _options, _time) = (callers, options.Value, time);
        _sweep = time.CreateTimer(_ => EvictIdle(), null, _options.ClientsIdleMax / 2, _options.ClientsIdleMax / 2);
        meters.Create("Ingest.KafkaProxy").CreateObservableUpDownCounter("kafka_proxy.identities", Count, "{identity}", "Callers' identities with open clients.");
    }

    /// <summary>The clients of a credential, until the lease is disposed of.</summary>
    /// <exception cref="RestException">401 when the broker does not take the credential, 503 when there are too many.</exception>
    /// <exception cref="Confluent.Kafka.KafkaException">The broker did not answer.</exception>
    public async Task<Lease> RentAsync(Credential credential)
    {
        var pooled = Take(credential);
        try
        {
            return new Lease(this, pooled, await pooled.Opening!);
        }
        catch
        {
            Evict(pooled);
            Return(pooled);
            throw;
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>No request is left by now: closes all, flushing what they still hold.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task[] closing;
        lock (_gate)
        {
            foreach (var pooled in _pooled.Values.ToArray())
            {
                EvictLocked(pooled);
            }

            closing = [.. _closing];
        }

        await Task.WhenAll(closing);
    }

    public void Dispose() => _sweep.Dispose();

    private int Count()
    {
        lock (_gate)
        {
            return _pooled.Count;
        }
    }

    private PooledClients Take(Credential credential)
    {
        lock (_gate)
        {
            if (!_pooled.TryGetValue(credential.Key, out var pooled))
            {
                MakeRoom();
                _pooled[credential.Key] = pooled = new PooledClients(credential.Key);
                pooled.Opening = _callers.OpenAsync(credential, () => Evict(pooled));
            }

            pooled.Users++;
            return pooled;
        }
    }

    private void MakeRoom()
    {
        if (_pooled.Count >= _options.ClientsMax)
        {
            EvictLocked(_pooled.Values.Where(pooled => pooled.Users == 0).MinBy(pooled => pooled.LastUsed)
                ?? throw new RestException(new(503, 50301, $"{_options.ClientsMax} identities are in use already; try again later.", RetryAfterSeconds: 1)));
        }
    }

    private void Return(PooledClients pooled)
    {
        lock (_gate)
        {
            pooled.Users--;
            pooled.LastUsed = _time.GetTimestamp();
            CloseUnused(pooled);
        }
    }

    private void Evict(PooledClients pooled)
    {
        lock (_gate)
        {
            EvictLocked(pooled);
        }
    }

    private void EvictIdle()
    {
        lock (_gate)
        {
            foreach (var pooled in _pooled.Values.Where(pooled => pooled.Users == 0 && _time.GetElapsedTime(pooled.LastUsed) >= _options.ClientsIdleMax).ToArray())
            {
                EvictLocked(pooled);
            }
        }
    }

    private void EvictLocked(PooledClients pooled)
    {
        if (!pooled.Evicted)
        {
            pooled.Evicted = true;
            _pooled.Remove(pooled.Key);
            CloseUnused(pooled);
        }
    }

    private void CloseUnused(PooledClients pooled)
    {
        if (pooled is { Evicted: true, Users: 0, Opening: { IsCompletedSuccessfully: true } opened })
        {
            var closing = CallerClients.CloseAsync(opened.Result);
            _closing.Add(closing);
            closing.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private void Forget(Task closed)
    {
        lock (_gate)
        {
            _closing.Remove(closed);
        }
    }

    /// <summary>A request's use of the clients.</summary>
    internal sealed class Lease(ClientPool pool, PooledClients pooled, KafkaClients clients) : IDisposable
    {
        public KafkaClients Clients => clients;

        public void Dispose() => pool.Return(pooled);
    }
}
