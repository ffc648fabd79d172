using System.Diagnostics;
using System.Text.Json;
using Ingest.Testing;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace DeployTests.Kubernetes;

/// <summary>Two readers, because each passes what the other refuses: one knows the fields, the other the types of values.</summary>
public sealed class When_a_variant_is_rendered
{
    [Theory, MemberData(nameof(Kustomization.Variants), MemberType = typeof(Kustomization))]
    public async Task Every_field_is_one_that_the_API_has(string variant) =>
        Assert.NotEmpty((await Kustomization.ReadAsync(variant)).Workloads);

    [Fact]
    public async Task A_field_that_the_API_does_not_have_is_refused()
    {
        var rendered = await Kustomization.RenderAsync("base");

        var fault = Assert.Throws<YamlException>(() => new Manifests(rendered.Replace("readOnlyRootFilesystem:", "readonlyRootFilesystem:", StringComparison.Ordinal)));

        Assert.Contains("readonlyRootFilesystem", fault.ToString(), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Kustomization.Variants), MemberType = typeof(Kustomization))]
    public async Task Every_value_has_the_type_that_the_API_wants(string variant) =>
        Assert.Equal("", await FaultsAsync(await Kustomization.RenderAsync(variant)));

    [Fact]
    public async Task A_value_of_another_type_is_refused()
    {
        var rendered = await Kustomization.RenderAsync("base");

        var faults = await FaultsAsync(rendered.Replace("containerPort: 8082", "containerPort: \"8082\"", StringComparison.Ordinal));

        Assert.Matches("^Deployment kafka-proxy: .*containerPort must be integer", faults);
        Assert.Single(faults.TrimEnd().Split('\n'));
    }

    private static async Task<string> FaultsAsync(string yaml)
    {
        Node.SkipUnlessInstalled("kubernetes-models");
        var script = Path.Combine(Node.Directory, "validate-kubernetes.mjs");

        var run = await ProgramRun.OfAsync(new ProcessStartInfo("node", [script]), AsJson(yaml));

        Assert.Equal("", run.Errors);
        Assert.Equal(run.Output == "" ? 0 : 1, run.ExitCode);
        return run.Output;
    }

    /// <summary>The documents as they stand: no model in between that would give a value another type.</summary>
    private static string AsJson(string yaml)
    {
        var reader = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
        var parser = new Parser(new StringReader(yaml));
        var documents = new List<object?>();
        parser.Consume<YamlDotNet.Core.Events.StreamStart>();
        while (parser.Accept<YamlDotNet.Core.Events.DocumentStart>(out _))
        {
            documents.Add(Plain(reader.Deserialize<object?>(parser)));
        }

        return JsonSerializer.Serialize(documents);
    }

    private static object? Plain(object? node) => node switch
    {
        IDictionary<object, object?> map => map.ToDictionary(entry => entry.Key.ToString()!, entry => Plain(entry.Value)),
        IEnumerable<object?> list => list.Select(Plain).ToList(),
        _ => node,
    };
}
