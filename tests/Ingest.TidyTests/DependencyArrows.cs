using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Ingest.TidyTests;

/// <summary>ARCHITECTURE.md: who may know whom.</summary>
public sealed class DependencyArrows
{
    private static readonly string[] Services =
        ["Ingest.Api", "Ingest.KafkaProxy", "Ingest.KinesisProxy", "Ingest.SchemaRegistry", "Ingest.S3Sink", "Analytics.Worker"];

    /// <summary>How projects end whose program a test starts, to end it at a bad moment.</summary>
    private const string Child = ".TestChild";

    /// <summary>Libraries that host an endpoint, or serve those that do.</summary>
    private static readonly string[] LibrariesWithHttp = ["Ingest.ServiceDefaults", "Ingest.EmbeddedKafka", "Ingest.EmbeddedKinesis"];

    [Fact]
    public void Nothing_points_at_a_service_but_the_local_program_tests_and_bench() =>
        Offences.None(
            from project in SourceTree.Projects.Concat(SourceTree.OtherProjects)
            where project.Name != "Ingest.Local" && !IsTests(project) && !project.Folder.StartsWith("bench/", StringComparison.Ordinal)
            from target in project.Projects.Intersect(Services)
            select $"{project.Name} → {target}");

    [Fact]
    public void Src_points_only_at_src() =>
        Offences.None(
            from project in SourceTree.Projects
            from target in project.Projects.Except(SourceTree.Projects.Select(other => other.Name))
            select $"{project.Name} → {target}");

    [Fact]
    public void A_process_that_tests_start_knows_only_what_it_is_there_for() =>
        Offences.None(
            from project in SourceTree.OtherProjects
            where project.Name.EndsWith(Child, StringComparison.Ordinal)
            from target in project.Projects
            where target != project.Name[..^Child.Length]
            select $"{project.Name} → {target}");

    [Fact]
    public void Libraries_do_not_know_ASP_NET_unless_they_host_an_endpoint() =>
        Offences.None(
            from project in SourceTree.Projects
            where project.HostsHttp && project.Name != "Ingest.Local"
            where !Services.Contains(project.Name) && !LibrariesWithHttp.Contains(project.Name)
            select project.Name);

    [Theory]
    [InlineData("Confluent.Kafka", "Ingest.KafkaProxy", "Ingest.SchemaRegistry", "Ingest.S3Sink", "Ingest.Local")]
    [InlineData("AWSSDK.Core", "Ingest.KinesisClient", "Ingest.MskIam")]
    [InlineData("AWSSDK.S3", "Ingest.ObjectStore")]
    [InlineData("DuckDB.NET.Data.Full", "Analytics.Worker")]
    [InlineData("Yarp.ReverseProxy", "Ingest.Api", "Ingest.KafkaProxy")]
    [InlineData("MySqlConnector", "Ingest.Emulator")]
    public void A_client_library_is_referenced_only_by(string package, params string[] allowed) =>
        Assert.Equal(allowed.Order(), SourceTree.Projects.Where(project => project.Packages.Contains(package)).Select(project => project.Name).Order());

    /// <summary>The SDK loads by name what gets the credentials of a role, and finds out that it is missing when it runs on AWS.</summary>
    [Fact]
    public void Who_talks_to_AWS_can_do_so_as_a_role() =>
        Offences.None(
            from project in SourceTree.Projects
            where project.Packages.Any(package => package is "AWSSDK.Core" or "AWSSDK.S3") && !project.Packages.Contains("AWSSDK.SecurityToken")
            select project.Name);

    [Theory]
    [InlineData("Confluent.Kafka", "Ingest.KafkaProxy", "Ingest.SchemaRegistry", "Ingest.S3Sink", "Ingest.Local")]
    [InlineData("Amazon.Kinesis", "Ingest.KinesisClient", "Ingest.KinesisProxy", "Analytics.Worker", "Ingest.Local")]
    [InlineData("Amazon.S3", "Ingest.ObjectStore")]
    [InlineData("DuckDB", "Analytics.Worker")]
    public void A_client_library_is_named_only_in(string name, params string[] allowed) =>
        Offences.None(
            from project in SourceTree.Projects
            where !allowed.Contains(project.Name)
            from file in project.Files
            where Names(file.Syntax, name)
            select file.Path);

    [Fact]
    public void Every_project_has_tests_that_mirror_it() =>
        Offences.None(
            from project in SourceTree.Projects
            where !Directory.Exists(Path.Combine(Ingest.Testing.Checkout.Root, "tests", project.Name + ".Tests"))
            select project.Name);

    /// <summary>Whether <paramref name="library"/>, a namespace, is used: in a <c>using</c>, or spelled out in front of a type.</summary>
    private static bool Names(SyntaxNode file, string library) =>
        file.DescendantNodes()
            .Where(node => node is NameSyntax or MemberAccessExpressionSyntax)
            .Select(node => string.Concat(node.DescendantTokens().Select(token => token.Text)))
            .Select(name => name.StartsWith("global::", StringComparison.Ordinal) ? name["global::".Length..] : name)
            .Any(name => name == library || name.StartsWith(library + ".", StringComparison.Ordinal));

    /// <summary>Tests proper, not what they share or start.</summary>
    private static bool IsTests(SourceProject project) =>
        project.Folder.StartsWith("tests/", StringComparison.Ordinal) && project.Name.EndsWith("Tests", StringComparison.Ordinal);
}
