using System.Runtime.CompilerServices;

namespace Ingest.SchemaRegistry.Compatibility;

/// <summary>
/// What was found out about pairs of schemas. Schemas contain themselves, and one another in many places: a pair that is being
/// compared counts as compatible meanwhile, and one that was compared is not so again.
/// </summary>
internal sealed class KnownPairs<TSchema, TDifference>
    where TSchema : class
{
    private readonly Dictionary<(TSchema, TSchema), Entry> _entries = new(new SamePair<TSchema>());

    /// <summary>The pairs that may have been found compatible only since one that contains them was taken for it.</summary>
    private readonly List<(TSchema, TSchema)> _inOrder = [];

    /// <summary>The differences of the pair, found by <paramref name="compare"/> if need be, none twice.</summary>
    public IReadOnlyList<TDifference> DifferencesOf(TSchema reader, TSchema writer, Func<IEnumerable<TDifference>> compare)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var key = (reader, writer);
        if (_entries.TryGetValue(key, out var entry))
        {
            entry.WasAssumed |= entry.Differences is null;
            return entry.Differences ?? [];
        }

        _entries[key] = entry = new();
        _inOrder.Add(key);
        var next = _inOrder.Count;
        entry.Differences = [.. compare().Distinct()];
        if (entry.WasAssumed && entry.Differences.Count > 0)
        {
            ForgetCompatibleFrom(next);
        }

        return entry.Differences;
    }

    /// <summary>The assumption was wrong. What is incompatible in spite of it stays so.</summary>
    private void ForgetCompatibleFrom(int index)
    {
        foreach (var key in _inOrder.Skip(index).Where(key => _entries[key].Differences is { Count: 0 }))
        {
            _entries.Remove(key);
        }

        _inOrder.RemoveRange(index, _inOrder.Count - index);
    }

    private sealed class Entry
    {
        /// <summary>Null while the pair is being compared.</summary>
        public IReadOnlyList<TDifference>? Differences { get; set; }

        /// <summary>Whether the pair was met again while it was being compared.</summary>
        public bool WasAssumed { get; set; }
    }
}
