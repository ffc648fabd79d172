using System.Collections.Concurrent;
using System.Text.Json;
using Ingest.Testing;

namespace DeployTests.Kubernetes;

/// <summary>The variants of <c>deploy/k8s</c>, as kubectl renders them.</summary>
internal static class Kustomization
{
    /// <summary>Kustomize 5, in kubectl since 1.27; Debian 12's kubectl 1.20 brings version 2, which knows neither <c>labels</c> nor <c>patches</c>.</summary>
    private const int KustomizeMin = 5;

    private static readonly ConcurrentDictionary<string, Task<string>> Rendered = new();

    private static readonly Lazy<Task<string?>> Missing = new(WhatIsMissingAsync);

    /// <summary>An overlay of this folder, with the component <c>deploy/k8s/spark</c>.</summary>
    public const string WithSpark = "aws-with-spark";

    /// <summary>The folders below <c>deploy/k8s</c> that somebody applies, and <see cref="WithSpark"/>.</summary>
    public static TheoryData<string> Variants => ["base", "aws", "embedded", WithSpark];

    /// <summary>The YAML of a variant. Skips the running test, with the reason, where kubectl is missing or too old.</summary>
    public static async Task<string> RenderAsync(string variant)
    {
        var missing = await Missing.Value;
        Assert.SkipWhen(missing is not null, missing ?? "");
        return await Rendered.GetOrAdd(variant, folder => ProgramRun.OutputOfAsync("kubectl", "kustomize", FolderOf(folder)));
    }

    /// <summary>The objects of a variant, read as <see cref="Manifests"/> does.</summary>
    public static async Task<Manifests> ReadAsync(string variant) => new(await RenderAsync(variant));

    private static string FolderOf(string variant) => variant == WithSpark
        ? Path.Combine(Checkout.Root, "tests", "DeployTests", "Kubernetes", variant)
        : Path.Combine(Checkout.Root, "deploy", "k8s", variant);

    private static async Task<string?> WhatIsMissingAsync()
    {
        if (ProgramRun.Find("kubectl") is null)
        {
            return "kubectl is not installed";
        }

        using var version = JsonDocument.Parse(await ProgramRun.OutputOfAsync("kubectl", "version", "--client", "--output=json"));
        var kustomize = version.RootElement.TryGetProperty("kustomizeVersion", out var told) ? told.GetString()! : "v2 or older";
        return int.TryParse(kustomize.TrimStart('v').Split('.')[0], out var major) && major >= KustomizeMin
            ? null
            : $"kubectl brings Kustomize {kustomize}; the manifests need v{KustomizeMin}";
    }
}
