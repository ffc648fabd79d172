using k8s;
using k8s.Models;

namespace DeployTests.Kubernetes;

/// <summary>Kubernetes objects, read strictly: a field that the API does not have is refused.</summary>
internal sealed class Manifests(string yaml)
{
    public IReadOnlyList<object> All { get; } = KubernetesYaml.LoadAllFromString(yaml, strict: true);

    public IEnumerable<Workload> Workloads =>
    [
        .. Of<V1Deployment>().Select(one => new Workload(one.Metadata.Name, one.Spec.Replicas, one.Spec.Selector, one.Spec.Template)),
        .. Of<V1StatefulSet>().Select(one => new Workload(one.Metadata.Name, one.Spec.Replicas, one.Spec.Selector, one.Spec.Template)),
    ];

    public IEnumerable<T> Of<T>() => All.OfType<T>();
}

/// <summary>A Deployment or a StatefulSet.</summary>
internal sealed record Workload(string Name, int? Replicas, V1LabelSelector Selector, V1PodTemplateSpec Template)
{
    public IDictionary<string, string> Labels => Template.Metadata.Labels;

    public V1PodSpec Pod => Template.Spec;

    /// <summary>The one container; none of the suite's pods has two.</summary>
    public V1Container Container => Pod.Containers.Single();

    /// <summary>The number of a port that is given by its name or its number; null when the container has none such.</summary>
    public int? PortOf(IntOrString port) =>
        Container.Ports.FirstOrDefault(own => own.Name == port.Value || own.ContainerPort.ToString(System.Globalization.CultureInfo.InvariantCulture) == port.Value)?.ContainerPort;
}
