using System.Text.RegularExpressions;
using Ingest.ServiceDefaults;
using Ingest.Testing;
using k8s.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace DeployTests.Kubernetes;

/// <summary>The settings in the manifests are ones that the services know, and with them the services would start.</summary>
public sealed partial class When_a_service_is_configured
{
    private static readonly Dictionary<string, Func<string[], IConfiguration?, WebApplication>> Services = new()
    {
        ["gateway"] = Ingest.Api.Program.Build,
        ["kafka-proxy"] = Ingest.KafkaProxy.Program.Build,
        ["kinesis-proxy"] = Ingest.KinesisProxy.Program.Build,
        ["s3-sink"] = Ingest.S3Sink.Program.Build,
        ["worker"] = Analytics.Worker.Program.Build,
    };

    [Theory, MemberData(nameof(Kustomization.Variants), MemberType = typeof(Kustomization))]
    public async Task Every_key_is_a_documented_one(string variant)
    {
        var manifests = await Kustomization.ReadAsync(variant);

        Assert.All(
            manifests.Workloads.SelectMany(workload => Settings.Of(workload, manifests).Keys),
            name => Assert.True(ConfigurationDocument.Knows(name), name));
    }

    [Theory]
    [InlineData("base"), InlineData("aws")]
    public async Task Every_service_takes_its_settings(string variant)
    {
        var manifests = await Kustomization.ReadAsync(variant);

        Assert.Equal(Services.Keys.Order(StringComparer.Ordinal), manifests.Workloads.Select(workload => workload.Name).Order(StringComparer.Ordinal));
        foreach (var workload in manifests.Workloads)
        {
            await using var service = Services[workload.Name]([], Configuration(Settings.Of(workload, manifests)));
            service.ValidateOptions();
        }
    }

    /// <summary>All of the settings hold; what this machine may lack is the program of the image.</summary>
    [Fact]
    public async Task With_Spark_the_worker_takes_its_settings()
    {
        var manifests = await Kustomization.ReadAsync(Kustomization.WithSpark);
        var settings = Settings.Of(manifests.Workloads.Single(workload => workload.Name == "worker"), manifests);
        var pods = manifests.Of<V1ConfigMap>().Single(map => map.Data.ContainsKey("pod.yaml"));

        await using var service = Services["worker"]([], Configuration(settings));
        var fault = Record.Exception(service.ValidateOptions);

        Assert.All(fault is null ? [] : ServiceOptions.ConfigurationErrors(fault), error => Assert.StartsWith("Spark:Command ", error, StringComparison.Ordinal));
        Assert.Equal(pods.Metadata.Name, manifests.Workloads.Single(workload => workload.Name == "worker").Pod.Volumes.Single(volume => volume.Name == "spark-pod").ConfigMap.Name);
        Assert.Contains(settings["Spark__Conf__spark_kubernetes_authenticate_driver_serviceAccountName"], manifests.Of<V1ServiceAccount>().Select(account => account.Metadata.Name));
        Assert.Equal(manifests.Workloads.Single(workload => workload.Name == "worker").Container.Image, settings["Spark__Conf__spark_kubernetes_container_image"]);
    }

    [Fact]
    public async Task On_AWS_it_is_told_what_Terraform_tells()
    {
        var manifests = await Kustomization.ReadAsync("aws");
        var told = TerraformKey().Matches(await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "deploy", "aws", "outputs.tf"), TestContext.Current.CancellationToken))
            .Select(match => match.Value).Distinct().ToList();

        Assert.Contains("Kafka__Authentication", told);
        Assert.All(told, key => Assert.Contains(manifests.Workloads, workload => Settings.Of(workload, manifests).ContainsKey(key)));
        Assert.DoesNotContain(manifests.Workloads, workload => Settings.Of(workload, manifests).Keys.Any(key => key.EndsWith("__ServiceUrl", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_value_that_does_not_hold_would_be_noticed()
    {
        var manifests = await Kustomization.ReadAsync("base");
        var settings = Settings.Of(manifests.Workloads.Single(workload => workload.Name == "s3-sink"), manifests).ToDictionary();
        settings["ObjectStore__Uri"] = "bucket";

        await using var service = Services["s3-sink"]([], Configuration(settings));

        var fault = Assert.ThrowsAny<Exception>(service.ValidateOptions);
        Assert.Contains(ServiceOptions.ConfigurationErrors(fault), error => error.Contains("ObjectStore:Uri", StringComparison.Ordinal));
    }

    private static IConfiguration Configuration(IReadOnlyDictionary<string, string> settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value)))
        .Build();

    [GeneratedRegex("[A-Z][A-Za-z0-9]+__[A-Za-z0-9_]+")]
    private static partial Regex TerraformKey();
}
