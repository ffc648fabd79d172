using Microsoft.Extensions.Options;

namespace Analytics.Worker.Pipelines;

/// <summary>Reads the pipeline at start, so that a folder that does not hold stops the service with every reason.</summary>
internal sealed class PipelineValidator : IValidateOptions<PipelineOptions>
{
    public ValidateOptionsResult Validate(string? name, PipelineOptions options)
    {
        var errors = PipelineLoader.Check(options);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
