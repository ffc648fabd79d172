using k8s.Models;

namespace DeployTests.Kubernetes;

/// <summary>What a workload's container finds in its environment, apart from Secrets.</summary>
internal static class Settings
{
    public static IReadOnlyDictionary<string, string> Of(Workload workload, Manifests manifests)
    {
        var maps = from source in workload.Container.EnvFrom ?? []
                   where source.ConfigMapRef is not null
                   from map in manifests.Of<V1ConfigMap>()
                   where map.Metadata.Name == source.ConfigMapRef.Name
                   from setting in map.Data
                   select setting;
        var own = (workload.Container.Env ?? []).Select(variable => KeyValuePair.Create(variable.Name, variable.Value));
        return maps.Concat(own).ToDictionary();
    }
}
