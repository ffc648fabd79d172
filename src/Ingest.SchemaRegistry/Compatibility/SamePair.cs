using System.Runtime.CompilerServices;

namespace Ingest.SchemaRegistry.Compatibility;

/// <summary>Pairs are the same if they hold the same objects, equal ones at another place are another pair.</summary>
internal sealed class SamePair<T> : IEqualityComparer<(T, T)>
    where T : class
{
    /// <inheritdoc/>
    public bool Equals((T, T) x, (T, T) y) => ReferenceEquals(x.Item1, y.Item1) && ReferenceEquals(x.Item2, y.Item2);

    /// <inheritdoc/>
    public int GetHashCode((T, T) obj) => HashCode.Combine(RuntimeHelpers.GetHashCode(obj.Item1), RuntimeHelpers.GetHashCode(obj.Item2));
}
