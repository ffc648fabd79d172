using Ingest.Testing;

namespace DeployTests.Spark;

/// <summary><c>deploy/spark/pipeline.py</c>, without Spark.</summary>
public sealed class When_pipeline_py_is_tested
{
    [Fact]
    public async Task It_compiles_for_the_oldest_Python_that_Spark_3_4_runs_on()
    {
        Python.SkipUnlessInstalled();
        await Python.CompileAsync(8, "deploy/spark/pipeline.py");
    }

    /// <summary>Arguments, pipeline folder, manifest, lines and records; and its steps against a stand-in that records them.</summary>
    [Theory]
    [InlineData("test_pipeline", 18)]
    [InlineData("test_steps", 15)]
    public async Task Its_own_tests_pass(string module, int testsMin)
    {
        Python.SkipUnlessInstalled();
        await PythonTests.RunAsync(["deploy/spark", "tests/DeployTests/Spark"], module, testsMin);
    }

    [Fact]
    public async Task Without_Spark_it_ends_with_1_and_says_so_in_its_last_line()
    {
        Python.SkipUnlessInstalled();
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Python.RunAsync(
            [], "deploy/spark/pipeline.py", "--pipeline", "p", "--inputs", "i", "--output", "o", "--run", "r"));

        Assert.Contains("ended with 1", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("pipeline.py: ModuleNotFoundError: No module named 'pyspark'\n", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bad_arguments_end_with_2_in_one_line()
    {
        Python.SkipUnlessInstalled();
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Python.RunAsync([], "deploy/spark/pipeline.py", "--median", "mean"));

        Assert.EndsWith("ended with 2: pipeline.py: argument --median: invalid choice: 'mean' (choose from 'exact', 'discrete')\n", failure.Message, StringComparison.Ordinal);
    }
}
