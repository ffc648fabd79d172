using System.Text.RegularExpressions;
using Ingest.Testing;

namespace DeployTests.Images;

/// <summary>What holds for every image, as far as its Containerfile shows it; one of them is built and run next door.</summary>
public sealed partial class When_an_image_is_described
{
    public static TheoryData<string> Names => [.. Containerfile.All.Select(file => file.Name)];

    [Fact]
    public void Every_service_has_one() =>
        Assert.Equal(["gateway", "ingest", "kafka-proxy", "kinesis-proxy", "s3-sink", "worker", "worker-spark"], Containerfile.All.Select(file => file.Name));

    [Theory, MemberData(nameof(Names))]
    public void It_runs_as_a_user_by_number_that_is_not_root(string name)
    {
        var (user, group) = Of(name).User;

        Assert.Matches("^[1-9][0-9]+$", user);
        Assert.Matches("^[1-9][0-9]+$", group);
    }

    [Theory, MemberData(nameof(Names))]
    public void Its_bases_can_be_replaced_and_are_of_one_version(string name)
    {
        var file = Of(name);
        var arguments = file.Instructions.Where(one => one.Name == "ARG").Select(one => one.Text.Split('=')[0]).ToHashSet();

        Assert.All(file.Instructions.Where(one => one.Name == "FROM"), from => Assert.Contains(BaseArgument().Match(from.Text).Groups["name"].Value, arguments));
        Assert.All(arguments.Where(argument => argument is "SDK_IMAGE" or "RUNTIME_IMAGE" or "SPARK_IMAGE"), argument => Assert.Matches(":[0-9]+[.][0-9]+", file.Argument(argument)));
    }

    [Theory, MemberData(nameof(Names))]
    public void Nothing_is_run_in_its_last_stage(string name) => Assert.DoesNotContain(Of(name).LastStage, one => one.Name == "RUN");

    [Theory, MemberData(nameof(Names))]
    public void It_says_what_it_is(string name)
    {
        var labels = string.Join(' ', Of(name).Words("LABEL"));

        Assert.Contains($"org.opencontainers.image.title=\"{Of(name).Image}\"", labels, StringComparison.Ordinal);
        Assert.Contains("org.opencontainers.image.licenses=\"Apache-2.0\"", labels, StringComparison.Ordinal);
        Assert.Contains("org.opencontainers.image.version=\"${VERSION}\"", labels, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Names))]
    public void It_writes_no_diagnostic_socket_and_listens_where_it_says(string name)
    {
        var file = Of(name);
        var environment = file.Words("ENV").ToList();

        Assert.Contains("DOTNET_EnableDiagnostics=0", environment);
        Assert.NotEmpty(file.Ports);
        if (name != "ingest") // which is told by --host, and the ports of all services are its own
        {
            Assert.Contains($"ASPNETCORE_URLS=http://0.0.0.0:{Assert.Single(file.Ports)}", environment);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void What_it_starts_is_what_its_project_makes(string name)
    {
        var file = Of(name);
        var entry = string.Join(' ', file.LastStage.Where(one => one.Name is "ENTRYPOINT" or "CMD").Select(one => one.Text));
        var assembly = Assembly().Match(entry).Groups["name"].Value;
        var built = file.Instructions.Where(one => one.Name == "RUN").Select(one => Project().Match(one.Text).Groups["folder"].Value).SingleOrDefault() ?? "src/Analytics.Worker";
        var project = Assert.Single(Directory.GetFiles(Path.Combine(Checkout.Root, built), "*.csproj"));
        var declared = AssemblyName().Match(File.ReadAllText(project));

        Assert.Equal(declared.Success ? declared.Groups["name"].Value : Path.GetFileNameWithoutExtension(project), assembly);
    }

    [Theory, MemberData(nameof(Names))]
    public void What_it_copies_is_there_and_not_ignored(string name)
    {
        var ignore = File.ReadAllLines(Path.Combine(Checkout.Root, ".dockerignore"));
        var copied = Of(name).Instructions.Where(one => one.Name == "COPY" && !one.Text.StartsWith("--from", StringComparison.Ordinal))
            .SelectMany(one => one.Text.Split(' ').SkipLast(1));

        Assert.All(copied, path =>
        {
            Assert.True(Path.Exists(Path.Combine(Checkout.Root, path)), $"{path} is not there");
            Assert.Contains("!" + path, ignore);
        });
    }

    /// <summary>What projects take from outside <c>src</c>, such as the pipelines, is copied before they are published.</summary>
    [Fact]
    public void What_its_project_takes_from_elsewhere_is_copied()
    {
        var taken = from project in Directory.EnumerateFiles(Path.Combine(Checkout.Root, "src"), "*.csproj", SearchOption.AllDirectories)
                    from Match include in FromElsewhere().Matches(File.ReadAllText(project))
                    select (Project: Path.GetFileNameWithoutExtension(project), Folder: include.Groups["folder"].Value);

        Assert.Contains(("Analytics.Worker", "pipelines"), taken);
        Assert.All(taken, one =>
        {
            Assert.Equal("Analytics.Worker", one.Project);
            Assert.All(["worker", "ingest"], name => Assert.Contains(Of(name).Instructions, line => line.Name == "COPY" && line.Text == $"{one.Folder} {one.Folder}"));
        });
    }

    private static Containerfile Of(string name) => Containerfile.All.Single(file => file.Name == name);

    [GeneratedRegex(@"^\$\{(?<name>[A-Z_]+)\}")]
    private static partial Regex BaseArgument();

    [GeneratedRegex(@"/app/(?<name>[A-Za-z0-9.]+)\.dll")]
    private static partial Regex Assembly();

    [GeneratedRegex(@"dotnet publish (?<folder>src/[A-Za-z0-9.]+)")]
    private static partial Regex Project();

    [GeneratedRegex(@"Include=""\.\./\.\./(?<folder>(deploy/)?[a-z-]+)/")]
    private static partial Regex FromElsewhere();

    [GeneratedRegex("<AssemblyName>(?<name>[^<]+)</AssemblyName>")]
    private static partial Regex AssemblyName();
}
