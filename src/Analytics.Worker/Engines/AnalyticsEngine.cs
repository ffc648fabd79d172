namespace Analytics.Worker.Engines;

/// <summary>What answers the pipeline's queries over the batch.</summary>
internal enum AnalyticsEngine
{
    /// <summary>DuckDB, inside the worker: takes in objects as they come and answers after each batch.</summary>
    DuckDb,

    /// <summary>Spark, by the program <c>spark-submit</c>: a run reads the whole bucket.</summary>
    SparkSubmit,

    /// <summary>Databricks, by its Jobs API: a run reads the whole bucket.</summary>
    Databricks,
}
