namespace Analytics.Worker.Engines.Spark;

/// <summary>Finds programs as a shell would, and first where their own variable says.</summary>
public static class SparkProgram
{
    /// <summary>The path of a program.</summary>
    /// <param name="command">A path, or a name to look for.</param>
    /// <param name="home">The variable whose <c>bin</c> folder comes first, such as <c>SPARK_HOME</c>.</param>
    /// <returns>Null when there is none that may be run.</returns>
    public static string? Find(string command, string home)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (command.Contains('/', StringComparison.Ordinal))
        {
            return MayRun(command) ? Path.GetFullPath(command) : null;
        }

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string[] own = Environment.GetEnvironmentVariable(home) is { Length: > 0 } root ? [Path.Combine(root, "bin")] : [];
        return own.Concat(folders)
            .Select(folder => Path.Combine(folder, command))
            .FirstOrDefault(MayRun);
    }

    /// <summary>What to tell somebody who has no <paramref name="command"/>.</summary>
    public static string WhyMissing(string command) =>
        $"Spark:Command is '{command}'; there is no such program on the PATH or in SPARK_HOME/bin. It comes with Apache Spark 3.4 or later, which needs Java: " +
        "unpack a release of https://spark.apache.org/downloads.html and set SPARK_HOME to it, or pip install pyspark.";

    private static bool MayRun(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
