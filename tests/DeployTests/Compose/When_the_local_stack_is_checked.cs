using System.Diagnostics;
using Ingest.Testing;

namespace DeployTests.Compose;

public sealed class When_the_local_stack_is_checked
{
    private static readonly string[] OwnNames = ["gateway", "kafka-proxy", "kinesis-proxy", "s3-sink", "worker"];

    [Theory]
    [InlineData("")]
    [InlineData("COMPOSE_PROFILES=spark\nWORKER=worker-spark\nANALYTICS_ENGINE=SparkSubmit\n")]
    public async Task Compose_accepts_it_with_the_example_settings(string more)
    {
        SkipUnlessInstalled();

        var run = await ConfigAsync(File.ReadAllText(Path.Combine(ComposeFile.Folder, ".env.example")) + more);

        Assert.True(run.ExitCode == 0, run.Errors);
        Assert.Equal("", run.Errors);
    }

    [Fact]
    public async Task Without_the_keys_of_the_S3_server_it_says_what_to_do()
    {
        SkipUnlessInstalled();

        var run = await ConfigAsync("");

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("copy .env.example to .env", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("worker")]
    [InlineData("worker-spark")]
    public void The_suites_services_are_built_from_their_Containerfiles(string worker)
    {
        Assert.Equal(OwnNames, ComposeFile.Own.Keys.Order());
        Assert.All(ComposeFile.Own.Values, service =>
        {
            var file = service.Build!["dockerfile"].Replace("${WORKER:-worker}", worker, StringComparison.Ordinal);
            Assert.Equal(Checkout.Root, Path.GetFullPath(Path.Combine(ComposeFile.Folder, service.Build["context"])));
            Assert.True(File.Exists(Path.Combine(Checkout.Root, file)), $"{file} is not there");
        });
    }

    [Fact]
    public void Spark_is_of_the_version_that_the_worker_submits_with()
    {
        var worker = File.ReadAllText(Path.Combine(Checkout.Root, "deploy", "images", "worker-spark", "Containerfile"));

        Assert.All(["spark-master", "spark-worker"], name => Assert.Contains($"ARG SPARK_IMAGE={ComposeFile.Services[name].Image}\n", worker, StringComparison.Ordinal));
    }

    [Fact]
    public void They_run_with_nothing_that_they_do_not_need() =>
        Assert.All(ComposeFile.Own, service => Assert.True(service.Value.ReadOnly && service.Value.CapDrop.SequenceEqual(["ALL"]), service.Key));

    [Fact]
    public void Every_variable_of_theirs_is_one_that_they_read() =>
        Assert.All(
            from service in ComposeFile.Own
            from name in service.Value.Environment.Keys
            where name != "PORT"
            select (Service: service.Key, Name: name),
            variable => Assert.True(ConfigurationDocument.Knows(variable.Name), $"{variable.Service}: {variable.Name} is not in docs/configuration.md"));

    [Fact]
    public void Addresses_name_services_of_the_stack()
    {
        var hosts = ComposeFile.Own.SelectMany(service => service.Value.Environment)
            .Where(variable => variable.Key.EndsWith("Url", StringComparison.Ordinal) || variable.Key is "Kafka__BootstrapServers" or "Spark__Master")
            .Select(variable => new Uri(variable.Value.Contains("://", StringComparison.Ordinal) ? variable.Value : "tcp://" + variable.Value).Host)
            .ToHashSet();

        Assert.Equal(["kafka", "kafka-proxy", "kinesis", "kinesis-proxy", "s3", "spark-master", "worker"], hosts.Order());
        Assert.Subset(ComposeFile.Services.Keys.ToHashSet(), hosts);
    }

    [Fact]
    public void Nothing_is_published_beyond_loopback_and_no_port_twice()
    {
        var ports = ComposeFile.Services.Values.SelectMany(service => service.Ports).ToList();

        Assert.All(ports, port => Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal));
        Assert.Equal(ports.Count, ports.Select(port => port.Split(':')[1]).Distinct().Count());
    }

    [Fact]
    public void What_is_waited_for_is_there_and_can_become_so() =>
        Assert.All(
            ComposeFile.Services.SelectMany(service => service.Value.DependsOn.Select(needed => (needed.Key, Condition: needed.Value["condition"]))),
            needed =>
            {
                var target = Assert.Contains(needed.Key, ComposeFile.Services);
                Assert.Equal(target.HealthCheck is null ? "service_completed_successfully" : "service_healthy", needed.Condition);
            });

    [Fact]
    public void What_is_kept_is_kept_in_named_volumes() =>
        Assert.Equal(
            ComposeFile.Volumes.Order(),
            ComposeFile.Services.Values.SelectMany(service => service.Volumes).Select(volume => volume.Split(':')[0]).Distinct().Order());

    [Fact]
    public void Images_of_others_have_a_version() =>
        Assert.All(
            ComposeFile.Services.Values.Where(service => service.Build is null).Select(service => service.Image!),
            image => Assert.Matches(@"^[a-z0-9./-]+:\d+\.\d+(\.\d+)?\S*$", image));

    private static void SkipUnlessInstalled() => Assert.SkipUnless(ProgramRun.Find("docker-compose") is not null, "docker-compose is not installed");

    private static async Task<ProgramRun> ConfigAsync(string settings)
    {
        using var directory = new TemporaryDirectory();
        var file = Path.Combine(directory.Path, "settings.env");
        await File.WriteAllTextAsync(file, settings, TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo("docker-compose", ["--env-file", file, "config", "-q"]) { WorkingDirectory = ComposeFile.Folder };
        start.Environment.Remove("S3_ACCESS_KEY");
        start.Environment.Remove("S3_SECRET_KEY");
        return await ProgramRun.OfAsync(start);
    }
}
