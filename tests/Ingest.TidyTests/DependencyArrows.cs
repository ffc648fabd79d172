namespace Ingest.TidyTests;

/// <summary>ARCHITECTURE.md: who may know whom.</summary>
public sealed class DependencyArrows
{
    private static readonly string[] Services =
        ["Ingest.Api", "Ingest.KafkaProxy", "Ingest.KinesisProxy", "Ingest.S3Sink", "Analytics.Worker"];

    /// <summary>Libraries that host an endpoint, or serve those that do.</summary>
    private static readonly string[] LibrariesWithHttp = ["Ingest.ServiceDefaults", "Ingest.EmbeddedKinesis"];

    [Fact]
    public void Nothing_points_at_a_service_but_the_local_program() =>
        Assert.Empty(
            from project in SourceTree.Projects
            where project.Name != "Ingest.Local"
            from target in project.Projects.Intersect(Services)
            select $"{project.Name} → {target}");

    [Fact]
    public void Libraries_do_not_know_ASP_NET_unless_they_host_an_endpoint() =>
        Assert.Empty(
            from project in SourceTree.Projects
            where project.HostsHttp && project.Name != "Ingest.Local"
            where !Services.Contains(project.Name) && !LibrariesWithHttp.Contains(project.Name)
            select project.Name);

    [Theory]
    [InlineData("Confluent.Kafka", "Ingest.KafkaProxy", "Ingest.S3Sink", "Ingest.Local")]
    [InlineData("AWSSDK.Core", "Ingest.KinesisClient")]
    [InlineData("AWSSDK.S3", "Ingest.ObjectStore")]
    [InlineData("DuckDB.NET.Data.Full", "Analytics.Worker")]
    [InlineData("Yarp.ReverseProxy", "Ingest.Api")]
    public void A_client_library_is_referenced_only_by(string package, params string[] allowed) =>
        Assert.Equal(allowed.Order(), SourceTree.Projects.Where(project => project.Packages.Contains(package)).Select(project => project.Name).Order());

    [Theory]
    [InlineData("Confluent.Kafka", "Ingest.KafkaProxy", "Ingest.S3Sink", "Ingest.Local")]
    [InlineData("Amazon.Kinesis", "Ingest.KinesisClient", "Ingest.KinesisProxy", "Analytics.Worker", "Ingest.Local")]
    [InlineData("Amazon.S3", "Ingest.ObjectStore")]
    [InlineData("DuckDB", "Analytics.Worker")]
    public void A_client_library_is_named_only_in(string name, params string[] allowed) =>
        Assert.Empty(
            from project in SourceTree.Projects
            where !allowed.Contains(project.Name)
            from file in project.Files
            from line in file.Syntax.Usings
            let used = line.Name?.ToString() ?? ""
            where used == name || used.StartsWith(name + ".", StringComparison.Ordinal)
            select file.Path);

    [Fact]
    public void Every_project_has_tests_that_mirror_it() =>
        Assert.Empty(
            from project in SourceTree.Projects
            where !Directory.Exists(Path.Combine(Ingest.Testing.Checkout.Root, "tests", project.Name + ".Tests"))
            select project.Name);
}
