using Ingest.Testing;

namespace DeployTests.Databricks;

public sealed class When_pipeline_py_runs_on_Databricks
{
    [Fact]
    public async Task Its_own_tests_of_that_pass()
    {
        Python.SkipUnlessInstalled();
        var (_, summary) = await Python.RunAsync(
            ["deploy/spark", "tests/DeployTests/Spark", "tests/DeployTests/Databricks"], "-m", "unittest", "test_workspace_files");

        Assert.Contains("Ran 4 tests", summary, StringComparison.Ordinal);
        Assert.EndsWith("OK", summary.TrimEnd(), StringComparison.Ordinal);
    }
}
