using System.Text.Json;
using Ingest.Testing;

namespace DeployTests.Spark;

/// <summary>What is wrong with SQL for Spark, as far as its grammar and the names of its functions show it.</summary>
internal static class SparkSql
{
    /// <summary>The oldest Spark that <c>pipeline.py</c> accepts.</summary>
    public static Version SparkMin { get; } = new(3, 4);

    /// <summary>Words of the grammar that stand before a parenthesis.</summary>
    private static readonly string[] Syntax = ["and", "as", "by", "decimal", "group", "in", "not", "or", "over", "then", "when"];

    /// <summary>The functions of <c>spark-functions.txt</c>, with the version that introduced each and where that is said.</summary>
    public static IReadOnlyDictionary<string, (Version Since, string Source)> Functions { get; } =
        File.ReadLines(Path.Combine(Checkout.Root, "tests/DeployTests/Spark/spark-functions.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .ToDictionary(entry => entry[0], entry => (Version.Parse(entry[1]), entry[2]));

    /// <summary>Every statement of the shipped pipeline, as <c>pipeline.py</c> gives it to Spark.</summary>
    public static async Task<IReadOnlyList<SqlStatement>> ReadAsync(string median)
    {
        const string Program = """
            import json, os, sys, pipeline
            read = lambda uri: open(uri, encoding="utf-8").read()
            loaded = pipeline.load_pipeline(read, os.environ["INGEST_ROOT"] + "/pipelines/pinterest", sys.argv[1], "demo")
            scripts = [*loaded.cleaning, *(script for _, script in loaded.queries)]
            json.dump([{"name": script.file, "sql": sql} for script in scripts for sql in pipeline.statements(script.sql)], sys.stdout)
            """;
        var (json, _) = await Python.RunAsync(["deploy/spark"], "-c", Program, median);
        return JsonSerializer.Deserialize<SqlStatement[]>(json, JsonSerializerOptions.Web)!;
    }

    /// <summary>Errors by the grammar, and calls of what is not on the list; empty when there are none.</summary>
    public static async Task<IReadOnlyList<string>> CheckAsync(IEnumerable<SqlStatement> statements)
    {
        using var folder = new TemporaryDirectory();
        var path = Path.Combine(folder.Path, "statements.json");
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(statements, JsonSerializerOptions.Web));
        var answer = await Node.RunAsync(Node.Directory, "spark-grammar.mjs", path);

        return [.. JsonSerializer.Deserialize<Checked[]>(answer, JsonSerializerOptions.Web)!.SelectMany(statement => statement.Errors
            .Concat(statement.Calls.Except(Syntax).Where(call => !Functions.ContainsKey(call)).Select(call => $"{call} is not on the list of functions"))
            .Select(error => $"{statement.Name}: {error}"))];
    }

    private sealed record Checked(string Name, string[] Errors, string[] Calls);
}

/// <summary>A statement and the file it is from.</summary>
internal sealed record SqlStatement(string Name, string Sql);
