using k8s.Models;

namespace DeployTests.Kubernetes;

/// <summary>Label selectors, as the API defines them: all labels and all expressions must hold, and an empty one takes everything.</summary>
internal static class Selectors
{
    public static bool Matches(this V1LabelSelector selector, IDictionary<string, string> labels) =>
        (selector.MatchLabels ?? new Dictionary<string, string>()).All(wanted => labels.TryGetValue(wanted.Key, out var value) && value == wanted.Value)
        && (selector.MatchExpressions ?? []).All(wanted => wanted.OperatorProperty switch
        {
            "In" => labels.TryGetValue(wanted.Key, out var value) && wanted.Values.Contains(value),
            "NotIn" => !labels.TryGetValue(wanted.Key, out var value) || !wanted.Values.Contains(value),
            "Exists" => labels.ContainsKey(wanted.Key),
            "DoesNotExist" => !labels.ContainsKey(wanted.Key),
            var unknown => throw new InvalidOperationException($"Labels cannot be selected by {unknown}."),
        });
}
