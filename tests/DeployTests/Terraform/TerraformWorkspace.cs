using System.Diagnostics;
using Ingest.Testing;

namespace DeployTests.Terraform;

/// <summary>A copy of <c>deploy/aws</c> in a folder of its own, initialised once from a provider mirror: nothing is downloaded and no account is asked.</summary>
public sealed class TerraformWorkspace : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private readonly string? _terraform = ProgramRun.Find("terraform");
    private readonly string? _mirror = ProviderMirror.Find();

    /// <summary>The copy.</summary>
    public string Folder => Path.Combine(_directory.Path, "deploy", "aws");

    private string CliConfiguration => Path.Combine(_directory.Path, "terraform.tfrc");

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (_terraform is null || _mirror is null)
        {
            return;
        }

        CopyFromCheckout("deploy/aws");
        CopyFromCheckout("deploy/airflow");
        await File.WriteAllTextAsync(CliConfiguration, $$"""
            disable_checkpoint = true
            provider_installation {
              filesystem_mirror {
                path = "{{_mirror}}"
              }
            }
            """);
        var run = await RunAsync("init", "-backend=false", "-input=false", "-no-color");
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
    }

    /// <summary>Skips the running test, with the reason, where Terraform or the mirror is missing.</summary>
    public void SkipUnlessThere()
    {
        Assert.SkipUnless(_terraform is not null, "terraform is not installed");
        Assert.SkipUnless(_mirror is not null, "no mirror of the AWS provider here; INGEST_TERRAFORM_MIRROR names a folder that holds registry.terraform.io/hashicorp/aws");
    }

    /// <summary>Runs Terraform in <see cref="Folder"/>, without any setting of this machine's user.</summary>
    internal async Task<ProgramRun> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(_terraform!, arguments) { WorkingDirectory = Folder };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("TF_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["TF_CLI_CONFIG_FILE"] = CliConfiguration;
        start.Environment["TF_IN_AUTOMATION"] = "1";
        return await ProgramRun.OfAsync(start);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>What is committed or could be: no state and no working folder of Terraform.</summary>
    private void CopyFromCheckout(string folder)
    {
        var source = Path.Combine(Checkout.Root, folder);
        if (!Directory.Exists(source))
        {
            return;
        }

        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(source, file);
            if (relative.Contains(".terraform", StringComparison.Ordinal) || relative.EndsWith(".tfvars", StringComparison.Ordinal))
            {
                continue;
            }

            var target = Path.Combine(_directory.Path, folder, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
