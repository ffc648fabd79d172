using Ingest.Testing;

namespace DeployTests.Databricks;

public sealed class When_notebooks_are_read
{
    [Fact]
    public async Task They_compile_and_hold_no_credential()
    {
        Python.SkipUnlessInstalled();
        Assert.Equal(["batch.py", "mount.py", "stream.py"], Notebook.All.Select(Path.GetFileName));

        await Python.CompileAsync(10, Notebook.All);
        Assert.Empty(await Notebook.CheckAsync(Notebook.All));
    }

    [Theory]
    [InlineData("# Databricks notebook source", "import os", "it does not begin as a notebook in source format")]
    [InlineData("# COMMAND ----------", "# COMMAND -----", "a cell is divided by")]
    [InlineData("\"awsAccessKey\": dbutils.secrets.get(scope=scope, key=\"aws-access-key\")", "\"awsAccessKey\": \"key\"", "awsAccessKey is written out")]
    [InlineData(".option(\"region\", region)", ".option(\"awsSecretKey\", \"secret\")", "awsSecretKey is written out")]
    [InlineData(".options(**credentials())", ".options(awsSecretKey=\"secret\")", "awsSecretKey is written out")]
    [InlineData("region = required(", "password = 'secret'\nregion = required(", "password is written out")]
    [InlineData("region = required(", "source = 's3a://AKIAIOSFODNN7EXAMPLE:x@b'\nregion = required(", "what looks like a credential")]
    public async Task The_check_finds(string text, string mutated, string offence)
    {
        var notebook = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "deploy/databricks/notebooks/stream.py"), TestContext.Current.CancellationToken);
        Assert.Contains(text, notebook, StringComparison.Ordinal);
        using var folder = new TemporaryDirectory();
        var mutant = Path.Combine(folder.Path, "mutant.py");
        await File.WriteAllTextAsync(mutant, notebook.Replace(text, mutated, StringComparison.Ordinal), TestContext.Current.CancellationToken);

        Assert.Contains(await Notebook.CheckAsync(mutant), found => found.Contains(offence, StringComparison.Ordinal));
    }
}
