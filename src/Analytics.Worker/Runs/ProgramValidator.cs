using Microsoft.Extensions.Options;

namespace Analytics.Worker.Runs;

/// <summary>Checks that the program which engines outside the worker run is there.</summary>
internal sealed class ProgramValidator : IValidateOptions<RunsOptions>
{
    public ValidateOptionsResult Validate(string? name, RunsOptions options) => File.Exists(options.ProgramPath)
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"Runs:Program is '{options.ProgramPath}'; there is no such file. It is the suite's deploy/spark/pipeline.py.");
}
