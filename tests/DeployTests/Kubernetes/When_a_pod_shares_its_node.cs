using DeployTests.Images;
using Ingest.Testing;
using k8s.Models;

namespace DeployTests.Kubernetes;

/// <summary>What the "restricted" pod security standard asks, and what a scheduler and a kubelet must know.</summary>
public sealed class When_a_pod_shares_its_node
{
    [Theory, MemberData(nameof(Kustomization.Variants), MemberType = typeof(Kustomization))]
    public async Task It_may_do_nothing_but_its_work(string variant) =>
        Assert.All((await Kustomization.ReadAsync(variant)).Workloads, workload =>
        {
            var pod = workload.Pod.SecurityContext;
            var container = workload.Container.SecurityContext;
            Assert.True(pod.RunAsNonRoot);
            Assert.Equal("RuntimeDefault", pod.SeccompProfile.Type);
            Assert.True(container.ReadOnlyRootFilesystem);
            Assert.False(container.AllowPrivilegeEscalation);
            Assert.Equal(["ALL"], container.Capabilities.Drop);
            Assert.Null(container.Capabilities.Add);
            Assert.Equal(variant == Kustomization.WithSpark && workload.Name == "worker", workload.Pod.AutomountServiceAccountToken);
            Assert.Contains(workload.Container.VolumeMounts, mount => mount.MountPath == "/tmp");
        });

    [Theory, MemberData(nameof(Kustomization.Variants), MemberType = typeof(Kustomization))]
    public async Task It_tells_how_it_is_and_what_it_takes(string variant) =>
        Assert.All((await Kustomization.ReadAsync(variant)).Workloads, workload =>
        {
            var container = workload.Container;
            Assert.Equal("/healthz/live", container.StartupProbe.HttpGet.Path);
            Assert.Equal("/healthz/live", container.LivenessProbe.HttpGet.Path);
            Assert.Equal(workload.Name == "gateway" ? "/healthz/live" : "/healthz/ready", container.ReadinessProbe.HttpGet.Path);
            Assert.All([container.StartupProbe, container.LivenessProbe, container.ReadinessProbe], probe => Assert.NotNull(workload.PortOf(probe.HttpGet.Port)));
            Assert.Equal(["cpu", "memory"], container.Resources.Requests.Keys.Order(StringComparer.Ordinal));
            Assert.Equal(["memory"], container.Resources.Limits.Keys);
            Assert.True(container.Resources.Requests["memory"].ToDecimal() <= container.Resources.Limits["memory"].ToDecimal());
        });

    /// <summary>The pause before it is told to end, and the 30 s of <c>shutdownTimeoutSeconds</c>, have room before it is killed.</summary>
    [Theory, MemberData(nameof(Kustomization.Variants), MemberType = typeof(Kustomization))]
    public async Task It_has_the_time_to_finish_what_it_has_begun(string variant) =>
        Assert.All((await Kustomization.ReadAsync(variant)).Workloads, workload =>
            Assert.True(workload.Pod.TerminationGracePeriodSeconds > 30 + (workload.Container.Lifecycle?.PreStop?.Sleep?.Seconds ?? 0), workload.Name));

    [Theory, MemberData(nameof(Kustomization.Variants), MemberType = typeof(Kustomization))]
    public async Task Its_image_is_one_of_ours_with_that_user_and_those_ports(string variant) =>
        Assert.All((await Kustomization.ReadAsync(variant)).Workloads, workload =>
        {
            var image = Assert.Single(Containerfile.All, file => file.Image == workload.Container.Image.Split(':')[0].Split('/')[^1]);
            var user = workload.Pod.SecurityContext;
            Assert.Equal(image.User, ($"{user.RunAsUser}", $"{user.RunAsGroup}"));
            Assert.Equal(image.Ports.Order(), workload.Container.Ports.Select(port => port.ContainerPort).Order());
            Assert.Contains(':', workload.Container.Image);
            Assert.DoesNotContain(":latest", workload.Container.Image, StringComparison.Ordinal);
        });

    [Theory, MemberData(nameof(Kustomization.Variants), MemberType = typeof(Kustomization))]
    public async Task The_namespace_holds_it_to_that(string variant) =>
        Assert.Equal("restricted", Assert.Single((await Kustomization.ReadAsync(variant)).Of<V1Namespace>()).Metadata.Labels["pod-security.kubernetes.io/enforce"]);

    /// <summary>Spark makes its pods from it, and the namespace takes no others.</summary>
    [Fact]
    public void A_pod_that_Spark_starts_may_do_no_more()
    {
        var pod = Assert.IsType<V1Pod>(Assert.Single(new Manifests(File.ReadAllText(Path.Combine(Checkout.Root, "deploy", "k8s", "spark", "pod.yaml"))).All));

        Assert.True(pod.Spec.SecurityContext.RunAsNonRoot);
        Assert.Equal("RuntimeDefault", pod.Spec.SecurityContext.SeccompProfile.Type);
        Assert.Equal(Containerfile.All.Single(file => file.Name == "worker-spark").User, ($"{pod.Spec.SecurityContext.RunAsUser}", $"{pod.Spec.SecurityContext.RunAsGroup}"));
        var container = Assert.Single(pod.Spec.Containers).SecurityContext;
        Assert.False(container.AllowPrivilegeEscalation);
        Assert.Equal(["ALL"], container.Capabilities.Drop);
    }

    /// <summary>A pipeline has one writer, and a data folder one process: also while a pod is replaced.</summary>
    [Fact]
    public async Task Of_the_worker_and_of_the_embedded_variant_there_is_one()
    {
        var worker = Assert.Single((await Kustomization.ReadAsync("base")).Of<V1Deployment>(), deployment => deployment.Metadata.Name == "worker");
        var embedded = Assert.Single((await Kustomization.ReadAsync("embedded")).Of<V1StatefulSet>());

        Assert.Equal((1, "Recreate"), (worker.Spec.Replicas, worker.Spec.Strategy.Type));
        Assert.Equal(1, embedded.Spec.Replicas);
    }
}
