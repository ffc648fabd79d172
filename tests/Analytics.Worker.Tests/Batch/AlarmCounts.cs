using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Analytics.Worker.Tests.Batch;

/// <summary>Counts the batch path's alarms by kind, as a collector of metrics sees them.</summary>
internal sealed class AlarmCounts : IDisposable
{
    private readonly ConcurrentDictionary<string, long> _counts = new();
    private readonly MeterListener _listener = new();
    private readonly AsyncLocal<bool> _mine = new() { Value = true };

    public AlarmCounts()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "analytics.batch.alarms")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            // Tests run side by side; only what this one's own calls measure counts.
            if (_mine.Value)
            {
                _counts.AddOrUpdate(tags.ToArray().Single(tag => tag.Key == "kind").Value!.ToString()!, value, (_, sum) => sum + value);
            }
        });
        _listener.Start();
    }

    public long this[string kind] => _counts.GetValueOrDefault(kind);

    public void Dispose() => _listener.Dispose();
}
