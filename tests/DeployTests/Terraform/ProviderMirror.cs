namespace DeployTests.Terraform;

/// <summary>A folder on this machine from which Terraform takes the AWS provider instead of the registry.</summary>
internal static class ProviderMirror
{
    private const string Provider = "registry.terraform.io/hashicorp/aws";

    /// <summary>The folder that <c>INGEST_TERRAFORM_MIRROR</c> names, else the first of Terraform's own places that holds the provider, else null.</summary>
    public static string? Find() =>
        Candidates().FirstOrDefault(folder => Directory.Exists(Path.Combine(folder, Provider)));

    private static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("INGEST_TERRAFORM_MIRROR") is { Length: > 0 } named)
        {
            yield return named;
        }

        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        yield return Path.Combine(home, ".terraform.d", "plugins");

        string[] data =
        [
            Environment.GetEnvironmentVariable("XDG_DATA_HOME") ?? Path.Combine(home, ".local", "share"),
            .. (Environment.GetEnvironmentVariable("XDG_DATA_DIRS") ?? "/usr/local/share:/usr/share").Split(':'),
        ];
        foreach (var folder in data)
        {
            yield return Path.Combine(folder, "terraform", "plugins");
        }
    }
}
