using System.Text.RegularExpressions;
using Ingest.Testing;

namespace DeployTests.Terraform;

public sealed partial class When_the_AWS_files_are_read
{
    /// <summary>The account of AWS's own examples.</summary>
    private const string ExampleAccount = "111122223333";

    private static readonly string Folder = Path.Combine(Checkout.Root, "deploy", "aws");

    [Fact]
    public void Every_variable_that_they_give_a_service_is_one_that_it_reads()
    {
        var names = EnvironmentName().Matches(File.ReadAllText(Path.Combine(Folder, "outputs.tf"))).Select(match => match.Value).Distinct().ToList();

        Assert.True(names.Count >= 8, $"only {names.Count} names were found");
        Assert.All(names, name => Assert.True(ConfigurationDocument.Knows(name), $"{name} is not in docs/configuration.md"));
    }

    [Fact]
    public void A_role_is_bound_to_a_service_account_that_there_is()
    {
        var roles = Role().Matches(File.ReadAllText(Path.Combine(Folder, "services.tf"))).Select(match => match.Groups["name"].Value).ToList();
        var accounts = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "deploy", "k8s", "base"), "*.yaml")
            .SelectMany(file => ServiceAccount().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["name"].Value)
            .ToHashSet();

        Assert.Equal(["kafka-proxy", "kinesis-proxy", "s3-sink", "spark", "worker"], roles.Order());
        Assert.Subset(accounts, roles.ToHashSet());
    }

    /// <summary>A role without one of them shows only on AWS, as a service that never becomes ready or a call that is denied.</summary>
    [Theory]
    [InlineData("kinesis-proxy", "Ingest.KinesisProxy", "CreateStream", "DeleteStream")]
    [InlineData("worker", "Analytics.Worker")]
    public void A_role_allows_what_its_service_asks_of_Kinesis(string role, string project, params string[] left)
    {
        var called = Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src", project), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => KinesisCall().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["operation"].Value)
            .Except(left)
            .ToList();
        var statements = Regex.Match(File.ReadAllText(Path.Combine(Folder, "services.tf")), $@"^    {role} = \[\n(.*?)^    \]", RegexOptions.Multiline | RegexOptions.Singleline).Value;

        Assert.Contains("ListStreams", called);
        Assert.All(called, operation => Assert.Contains($"\"kinesis:{operation}\"", statements, StringComparison.Ordinal));
    }

    [Fact]
    public void No_account_and_no_key_is_in_them()
    {
        var found =
            from file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            where !Path.GetRelativePath(Folder, file).StartsWith(".terraform", StringComparison.Ordinal)
            from Match match in AccountOrKey().Matches(File.ReadAllText(file))
            where match.Value != ExampleAccount
            select $"{Path.GetRelativePath(Folder, file)}: {match.Value}";

        Assert.Empty(found);
    }

    [Fact]
    public void Every_template_is_used_and_every_used_one_is_there()
    {
        var used = Template().Matches(File.ReadAllText(Path.Combine(Folder, "classic.tf"))).Select(match => match.Groups["name"].Value).Distinct().Order();
        var there = Directory.EnumerateFiles(Path.Combine(Folder, "templates"), "*.vtl").Select(file => Path.GetFileNameWithoutExtension(file)!).Order();

        Assert.Equal(there, used);
    }

    [GeneratedRegex(@"\b[A-Z][A-Za-z0-9]+__\w+")]
    private static partial Regex EnvironmentName();

    [GeneratedRegex(@"\b\d{12}\b|\bA(KI|SI)A[A-Z0-9]{12,}")]
    private static partial Regex AccountOrKey();

    /// <summary>A name among <c>service_statements</c>.</summary>
    [GeneratedRegex(@"^    (?<name>[a-z0-9-]+) = \[$", RegexOptions.Multiline)]
    private static partial Regex Role();

    [GeneratedRegex(@"\bkinesis\.(?<operation>\w+)Async\(")]
    private static partial Regex KinesisCall();

    [GeneratedRegex(@"^kind: ServiceAccount\nmetadata:\n  name: (?<name>\S+)$", RegexOptions.Multiline)]
    private static partial Regex ServiceAccount();

    [GeneratedRegex("template = \"(?<name>[a-z-]+)\"")]
    private static partial Regex Template();
}
