using Ingest.ObjectStore;

namespace Analytics.Worker.Tables;

/// <summary>The two stores of the worker; they may be one.</summary>
/// <param name="Objects">Section <c>ObjectStore</c>: the topics' objects, batch tables, manifests and results.</param>
/// <param name="Tables">Section <c>Tables</c>: stream tables and their checkpoints; by default the same as <paramref name="Objects"/>.</param>
internal sealed record WorkerStores(IObjectStore Objects, IObjectStore Tables)
{
    /// <summary>Each store once.</summary>
    public IEnumerable<IObjectStore> Distinct => Objects.Uri == Tables.Uri ? [Objects] : [Objects, Tables];
}
