using System.Text.Json;
using Ingest.Testing;

namespace DeployTests.Databricks;

/// <summary>A notebook of <c>deploy/databricks/notebooks</c>, run in a stand-in that records what it asks Databricks for.</summary>
internal static class Notebook
{
    /// <summary>All of them, below the checkout.</summary>
    public static string[] All { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Checkout.Root, "deploy", "databricks", "notebooks"), "*.py")
            .Select(path => Path.GetRelativePath(Checkout.Root, path))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>What the notebook asks for, in order; SQL follows <c>spark.sql: </c> and <c>session.sql: </c> as it is.</summary>
    /// <exception cref="InvalidOperationException">It ended with an exception, which is in the text.</exception>
    public static async Task<string[]> RunAsync(string name, params (string Widget, string Value)[] widgets)
    {
        Python.SkipUnlessInstalled();
        var values = JsonSerializer.Serialize(widgets.ToDictionary(widget => widget.Widget, widget => widget.Value));
        var (calls, _) = await Python.RunAsync([], "tests/DeployTests/Databricks/run_notebook.py", $"deploy/databricks/notebooks/{name}.py", values);
        return JsonSerializer.Deserialize<string[]>(calls)!;
    }

    /// <summary>Why a notebook ends, in the last line of what it says.</summary>
    public static async Task<string> RefusalAsync(string name, params (string Widget, string Value)[] widgets) =>
        (await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(name, widgets))).Message.TrimEnd().Split('\n')[^1];

    /// <summary>What is wrong with notebooks, as their text shows it.</summary>
    public static async Task<string[]> CheckAsync(params string[] notebooks)
    {
        Python.SkipUnlessInstalled();
        var (found, _) = await Python.RunAsync([], ["tests/DeployTests/Databricks/check_notebook.py", .. notebooks]);
        return found.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
