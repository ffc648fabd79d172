using System.CommandLine;
using Ingest.Local.Stack;

namespace Ingest.Local.Commands;

/// <summary>The options that <c>up</c> and <c>demo</c> share.</summary>
internal sealed class StackArguments
{
    private const string SparkSubmit = "spark-submit";

    private readonly Option<string> _dataDirectory = new("--data-dir")
    {
        Description = "Where everything is kept",
        HelpName = "DIR",
        DefaultValueFactory = _ => ".ingest",
    };

    private readonly Option<string> _ports = Choice("--ports", "usual: 8080 and so on; auto: any free ones", "usual", "usual", "auto");

    private readonly Option<string?> _endpoints = new("--endpoints")
    {
        Description = "Write where everything listens, as JSON, once all is ready",
        HelpName = "FILE",
    };

    private readonly Option<int?> _registry = NumberOption.Create(
        "--registry", "Start a schema registry too, at this port (0: any free one); the Kafka proxy takes Avro and JSON Schema then", 0, 65535, "none");

    private readonly Option<string> _userId = UserIdOption.Create("Whose topics, streams and tables: <ID>.pin, streaming-<ID>-pin, <ID>_pin_table");

    private readonly Option<string> _median = Choice("--median", "exact interpolates; discrete takes the lower middle element", "exact", "exact", "discrete");

    private readonly Option<string> _engine = Choice(
        "--engine", "What answers the queries: DuckDB inside the worker, or Spark, which must be installed (Spark__Master and other settings from the environment)",
        "duckdb", "duckdb", SparkSubmit);

    private readonly Option<string> _logLevel = Choice(
        "--log-level", "The least severe log line shown", "warning", "debug", "information", "warning", "error");

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _dataDirectory, _ports, _endpoints, _registry, _userId, _median, _engine, _logLevel })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The file to write the endpoints to, if asked for.</summary>
    public string? EndpointsFile(ParseResult parsed) => parsed.GetValue(_endpoints);

    public StackOptions Read(ParseResult parsed) => new()
    {
        DataDirectory = parsed.GetValue(_dataDirectory)!,
        AutoPorts = parsed.GetValue(_ports) == "auto",
        RegistryPort = parsed.GetValue(_registry),
        UserId = parsed.GetValue(_userId)!,
        Median = parsed.GetValue(_median)!,
        UsesSpark = parsed.GetValue(_engine) == SparkSubmit,
        LogLevel = parsed.GetValue(_logLevel)!,
    };

    private static Option<string> Choice(string name, string description, string usual, params string[] values)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}
