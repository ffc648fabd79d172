using System.Text.Json;
using System.Text.RegularExpressions;

namespace DeployTests.Terraform;

/// <summary>Terraform's own checks; what AWS would answer is made up in <c>deploy/aws/tests/mocks</c>.</summary>
public sealed partial class When_the_AWS_configuration_is_checked(TerraformWorkspace workspace) : IClassFixture<TerraformWorkspace>
{
    [Fact]
    public async Task Its_format_is_Terraforms()
    {
        workspace.SkipUnlessThere();

        var run = await workspace.RunAsync("fmt", "-check", "-recursive", "-diff", "-no-color");

        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
    }

    [Fact]
    public async Task It_is_valid_and_nothing_in_it_is_deprecated()
    {
        workspace.SkipUnlessThere();

        var run = await workspace.RunAsync("validate", "-json");

        var answer = JsonDocument.Parse(run.Output).RootElement;
        Assert.True(answer.GetProperty("valid").GetBoolean(), run.Output);
        Assert.True(answer.GetProperty("warning_count").GetInt32() == 0, run.Output);
    }

    [Fact]
    public async Task Its_tests_pass()
    {
        workspace.SkipUnlessThere();
        var runs = Directory.EnumerateFiles(Path.Combine(workspace.Folder, "tests"), "*.tftest.hcl").Sum(file => Run().Count(File.ReadAllText(file)));

        var run = await workspace.RunAsync("test", "-no-color");

        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        Assert.EndsWith($"Success! {runs} passed, 0 failed.", run.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [GeneratedRegex("^run \"", RegexOptions.Multiline)]
    private static partial Regex Run();
}
