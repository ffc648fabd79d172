using k8s.Models;

namespace DeployTests.Kubernetes;

/// <summary>What a set of NetworkPolicies lets pass between pods of one namespace.</summary>
internal sealed class Firewall(IEnumerable<V1NetworkPolicy> policies)
{
    /// <summary>Whether both the caller's and the called pod's policies allow it.</summary>
    public bool Allows(Workload from, Workload to, int port) => Lets(from, to, port, "Egress") && Lets(to, from, port, "Ingress");

    /// <summary>Whether some policy lets the pod call or be called by the other; one that no policy selects is open.</summary>
    private bool Lets(Workload pod, Workload other, int port, string direction)
    {
        var selecting = policies.Where(policy => policy.Spec.PolicyTypes.Contains(direction) && policy.Spec.PodSelector.Matches(pod.Labels)).ToList();
        var server = direction == "Egress" ? other : pod;
        return selecting.Count == 0 || selecting.Any(policy => direction == "Egress"
            ? (policy.Spec.Egress ?? []).Any(rule => IsPeer(rule.To, other) && IsPort(rule.Ports, server, port))
            : (policy.Spec.Ingress ?? []).Any(rule => IsPeer(rule.FromProperty, other) && IsPort(rule.Ports, server, port)));
    }

    private static bool IsPeer(IList<V1NetworkPolicyPeer>? peers, Workload other) =>
        peers is null or [] || peers.Any(peer => peer is { PodSelector: { } selector, NamespaceSelector: null } && selector.Matches(other.Labels));

    private static bool IsPort(IList<V1NetworkPolicyPort>? ports, Workload server, int port) =>
        ports is null or [] || ports.Any(own => own.Protocol == "TCP" && own.Port is { } given && server.PortOf(given) == port);
}
