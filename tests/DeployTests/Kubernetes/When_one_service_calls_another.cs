using k8s.Models;

namespace DeployTests.Kubernetes;

/// <summary>The road of a record, through Services and NetworkPolicies.</summary>
public sealed class When_one_service_calls_another
{
    [Theory]
    [InlineData("base"), InlineData("aws")]
    public async Task The_policies_let_pass_the_arrows_of_the_architecture_and_no_others(string variant)
    {
        var manifests = await Kustomization.ReadAsync(variant);
        var firewall = new Firewall(manifests.Of<V1NetworkPolicy>());

        var arrows = from caller in manifests.Workloads
                     from called in manifests.Workloads
                     from port in called.Container.Ports
                     where firewall.Allows(caller, called, port.ContainerPort)
                     select $"{caller.Name} -> {called.Name}";

        Assert.Equal(["gateway -> kafka-proxy", "gateway -> kinesis-proxy", "gateway -> worker"], arrows.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("base"), InlineData("aws")]
    public async Task An_address_in_a_services_settings_is_a_Service_that_it_may_call(string variant)
    {
        var manifests = await Kustomization.ReadAsync(variant);
        var firewall = new Firewall(manifests.Of<V1NetworkPolicy>());
        var addresses = from workload in manifests.Workloads
                        from setting in Settings.Of(workload, manifests)
                        where setting.Value.StartsWith("http://", StringComparison.Ordinal)
                        select (Caller: workload, Url: new Uri(setting.Value));

        Assert.NotEmpty(addresses);
        Assert.All(addresses, address =>
        {
            var service = Assert.Single(manifests.Of<V1Service>(), service => service.Metadata.Name == address.Url.Host);
            var called = manifests.Workloads.Single(workload => workload.Name == service.Metadata.Name);
            Assert.Contains(address.Url.Port, service.Spec.Ports.Select(port => port.Port));
            Assert.True(firewall.Allows(address.Caller, called, address.Url.Port), $"{address.Caller.Name} may not call {address.Url}");
        });
    }

    /// <summary>From the node's agent (Pod Identity, port 80) or from STS (IRSA, port 443).</summary>
    [Theory]
    [InlineData("kafka-proxy"), InlineData("kinesis-proxy"), InlineData("s3-sink"), InlineData("worker")]
    public async Task On_AWS_a_service_with_a_role_gets_its_credentials_either_way(string service)
    {
        var manifests = await Kustomization.ReadAsync("aws");
        var labels = manifests.Workloads.Single(workload => workload.Name == service).Labels;
        var rules = manifests.Of<V1NetworkPolicy>()
            .Where(policy => policy.Spec.PodSelector.Matches(labels))
            .SelectMany(policy => policy.Spec.Egress ?? [])
            .ToList();

        Assert.Contains(rules, rule => HasPort(rule, "80") && rule.To.Any(peer => peer.IpBlock?.Cidr == "169.254.170.23/32"));
        Assert.Contains(rules, rule => HasPort(rule, "443") && (rule.To is null || rule.To.Count == 0));

        static bool HasPort(V1NetworkPolicyEgressRule rule, string port) => rule.Ports.Any(one => one is { Protocol: "TCP", Port: { } own } && own.Value == port);
    }

    [Fact]
    public async Task Without_the_policy_of_the_called_one_nothing_passes()
    {
        var manifests = await Kustomization.ReadAsync("base");
        var firewall = new Firewall(manifests.Of<V1NetworkPolicy>().Where(policy => policy.Metadata.Name != "kafka-proxy"));

        Assert.False(firewall.Allows(Named("gateway"), Named("kafka-proxy"), 8082));

        Workload Named(string name) => manifests.Workloads.Single(workload => workload.Name == name);
    }
}
