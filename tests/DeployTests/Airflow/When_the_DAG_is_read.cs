using Ingest.Testing;

namespace DeployTests.Airflow;

/// <summary><c>deploy/airflow</c>, without Airflow: compiled, executed with stand-ins that record what it makes, and read as syntax.</summary>
public sealed class When_the_DAG_is_read
{
    [Fact]
    public async Task It_compiles_for_the_Python_of_MWAA()
    {
        Python.SkipUnlessInstalled();
        await Python.CompileAsync(11, "deploy/airflow/dags/ingest_dag.py");
    }

    [Fact]
    public async Task Its_tasks_and_their_order_are_as_they_should_be()
    {
        Python.SkipUnlessInstalled();
        await PythonTests.RunAsync(["tests/DeployTests/Airflow", "deploy/spark"], "test_dag", testsMin: 10);
    }
}
