using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Analytics.Worker.Tests.Tables;

/// <summary>A counter's readings by one of its tags, as a collector of metrics sees them.</summary>
internal sealed class CounterReadings : IDisposable
{
    private readonly ConcurrentDictionary<string, long> _counts = new();
    private readonly MeterListener _listener = new();
    private readonly AsyncLocal<bool> _mine = new() { Value = true };

    public CounterReadings(string instrumentName, string tag)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == instrumentName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            // Tests run side by side; only what this one's own calls measure counts.
            if (_mine.Value)
            {
                _counts.AddOrUpdate(tags.ToArray().Single(each => each.Key == tag).Value!.ToString()!, value, (_, sum) => sum + value);
            }
        });
        _listener.Start();
    }

    public long this[string value] => _counts.GetValueOrDefault(value);

    public void Dispose() => _listener.Dispose();
}
