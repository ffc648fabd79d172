namespace Analytics.Worker.Tests.Engines.Databricks;

public sealed class When_a_cluster_holds_secrets
{
    private const string Cluster =
        """
        {"spark_version":"16.4.x-scala2.12",
         "spark_conf":{"spark.hadoop.fs.s3a.secret.key":"v1","spark.hadoop.fs.s3a.access.key":"v2","spark.speculation":"true","spark.driver.extraJavaOptions":"-Dpassword=v5 -Xss4m"},
         "spark_env_vars":{"DB_PASSWORD":"v3","DB_URL":"jdbc:mysql://user:v6@db.example/x","SSH_PRIVATE_KEY":"v7","API_TOKEN":"{{secrets/scope/key}}"},
         "custom_tags":["https://user:v8@example/", null, 1],
         "init_scripts":[{"s3":{"my_credentials":"v4"}}]}
        """;

    [Fact]
    public void The_record_gets_the_names_and_the_references_only()
    {
        using var parts = new DatabricksParts("http://127.0.0.1:9", null, ("Databricks:ExistingClusterId", ""), ("Databricks:NewCluster", Cluster));

        var kept = parts.Engine.Describe(parts.Plan());

        Assert.Equal("POST http://127.0.0.1:9/api/2.2/jobs/runs/submit", kept[0]);
        Assert.DoesNotMatch("[\":=]v[1-8]\\b", kept[1]);
        Assert.Contains("-Xss4m", kept[1], StringComparison.Ordinal);
        Assert.Contains("@db.example/x", kept[1], StringComparison.Ordinal);
        Assert.Contains("\"DB_PASSWORD\":\"*********(redacted)\"", kept[1], StringComparison.Ordinal);
        Assert.Contains("{{secrets/scope/key}}", kept[1], StringComparison.Ordinal);
        Assert.Contains("\"spark.speculation\":\"true\"", kept[1], StringComparison.Ordinal);
        Assert.Contains($"\"idempotency_token\":\"{DatabricksParts.RunId}\"", kept[1], StringComparison.Ordinal);
    }
}
