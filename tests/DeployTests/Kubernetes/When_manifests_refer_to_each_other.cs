using k8s.Models;

namespace DeployTests.Kubernetes;

/// <summary>The API takes a name that leads nowhere without a word; here each must lead somewhere.</summary>
public sealed class When_manifests_refer_to_each_other
{
    /// <summary>The label of pods that Spark starts, which no manifest has.</summary>
    private static readonly Dictionary<string, string> SparkDriver = new() { ["spark-role"] = "driver" };

    [Theory, MemberData(nameof(Kustomization.Variants), MemberType = typeof(Kustomization))]
    public async Task A_workload_selects_its_own_pods_and_no_others(string variant)
    {
        var workloads = (await Kustomization.ReadAsync(variant)).Workloads.ToList();

        Assert.All(workloads, workload => Assert.Equal([workload.Name], workloads.Where(other => workload.Selector.Matches(other.Labels)).Select(other => other.Name)));
    }

    [Theory, MemberData(nameof(Kustomization.Variants), MemberType = typeof(Kustomization))]
    public async Task A_service_leads_to_ports_of_one_workload(string variant)
    {
        var manifests = await Kustomization.ReadAsync(variant);

        Assert.NotEmpty(manifests.Of<V1Service>());
        Assert.All(manifests.Of<V1Service>(), service =>
        {
            var workload = Assert.Single(manifests.Workloads, workload => Selects(service, workload));
            Assert.All(service.Spec.Ports, port => Assert.Equal(port.Port, workload.PortOf(port.TargetPort)));
        });
    }

    [Theory, MemberData(nameof(Kustomization.Variants), MemberType = typeof(Kustomization))]
    public async Task A_scaler_has_a_workload_that_does_not_count_its_replicas_itself(string variant)
    {
        var manifests = await Kustomization.ReadAsync(variant);

        Assert.All(manifests.Of<V2HorizontalPodAutoscaler>(), scaler =>
        {
            Assert.Equal(("apps/v1", "Deployment"), (scaler.Spec.ScaleTargetRef.ApiVersion, scaler.Spec.ScaleTargetRef.Kind));
            Assert.Null(Assert.Single(manifests.Workloads, workload => workload.Name == scaler.Spec.ScaleTargetRef.Name).Replicas);
        });
    }

    [Theory, MemberData(nameof(Kustomization.Variants), MemberType = typeof(Kustomization))]
    public async Task A_budget_has_a_workload_of_more_than_one_pod(string variant)
    {
        var manifests = await Kustomization.ReadAsync(variant);

        Assert.All(manifests.Of<V1PodDisruptionBudget>(), budget =>
            Assert.NotEqual(1, Assert.Single(manifests.Workloads, workload => budget.Spec.Selector.Matches(workload.Labels)).Replicas));
    }

    [Theory, MemberData(nameof(Kustomization.Variants), MemberType = typeof(Kustomization))]
    public async Task A_policy_selects_pods_that_are_there_and_lets_in_at_ports_they_have(string variant)
    {
        var manifests = await Kustomization.ReadAsync(variant);

        Assert.All(manifests.Of<V1NetworkPolicy>(), policy =>
        {
            var selected = manifests.Workloads.Where(workload => policy.Spec.PodSelector.Matches(workload.Labels)).ToList();
            Assert.True(selected.Count > 0 || policy.Spec.PodSelector.Matches(SparkDriver), policy.Metadata.Name);
            var ports = (policy.Spec.Ingress ?? []).SelectMany(rule => rule.Ports ?? []).Select(port => port.Port);
            Assert.All(ports, port => Assert.True(policy.Metadata.Name == "metrics" || selected.TrueForAll(workload => workload.PortOf(port) is not null), $"{policy.Metadata.Name}: {port.Value}"));
        });
    }

    [Theory, MemberData(nameof(Kustomization.Variants), MemberType = typeof(Kustomization))]
    public async Task Accounts_settings_and_volumes_are_there(string variant)
    {
        var manifests = await Kustomization.ReadAsync(variant);
        var accounts = manifests.Of<V1ServiceAccount>().Select(account => account.Metadata.Name).ToList();
        var settings = manifests.Of<V1ConfigMap>().Select(map => map.Metadata.Name).ToList();

        Assert.All(manifests.Workloads, workload =>
        {
            Assert.Contains(workload.Pod.ServiceAccountName, accounts);
            Assert.All((workload.Container.EnvFrom ?? []).Where(from => from.ConfigMapRef is not null), from => Assert.Contains(from.ConfigMapRef.Name, settings));
            var volumes = (workload.Pod.Volumes ?? []).Select(volume => volume.Name)
                .Concat(manifests.Of<V1StatefulSet>().Where(set => set.Metadata.Name == workload.Name).SelectMany(set => set.Spec.VolumeClaimTemplates).Select(claim => claim.Metadata.Name));
            Assert.Equal(workload.Container.VolumeMounts.Select(mount => mount.Name).Order(StringComparer.Ordinal), volumes.Order(StringComparer.Ordinal));
        });
        Assert.All(manifests.Of<V1RoleBinding>(), binding =>
        {
            Assert.Contains(binding.RoleRef.Name, manifests.Of<V1Role>().Select(role => role.Metadata.Name));
            Assert.All(binding.Subjects, subject => Assert.Contains(subject.Name, accounts));
        });
    }

    [Theory, MemberData(nameof(Kustomization.Variants), MemberType = typeof(Kustomization))]
    public async Task A_secret_is_named_and_never_contained(string variant)
    {
        var manifests = await Kustomization.ReadAsync(variant);

        Assert.Empty(manifests.Of<V1Secret>());
        var secrets = manifests.Workloads.SelectMany(workload => workload.Container.EnvFrom ?? []).Select(from => from.SecretRef).OfType<V1SecretEnvSource>();
        Assert.All(secrets, secret => Assert.True(secret.Optional, $"{secret.Name} would keep the pod from starting"));
    }

    private static bool Selects(V1Service service, Workload workload) =>
        service.Spec.Selector.All(label => workload.Labels.TryGetValue(label.Key, out var value) && value == label.Value);
}
