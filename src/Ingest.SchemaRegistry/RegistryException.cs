using Ingest.SchemaRegistry.Wire;

namespace Ingest.SchemaRegistry;

/// <summary>A request cannot be carried out.</summary>
/// <param name="error">The answer to it.</param>
internal sealed class RegistryException(RegistryError error) : Exception(error.Message)
{
    public RegistryError Error => error;
}
