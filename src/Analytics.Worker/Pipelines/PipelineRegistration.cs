using Ingest.ServiceDefaults;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Pipelines;

/// <summary>The pipeline as a service.</summary>
internal static class PipelineRegistration
{
    /// <summary>Adds <see cref="Pipeline"/>, read from the folder that section <c>Pipeline</c> names; its errors stop the start, all at once.</summary>
    public static void AddPipeline(this IServiceCollection services)
    {
        services.AddServiceOptions<PipelineOptions>("Pipeline");
        services.AddSingleton<IValidateOptions<PipelineOptions>, PipelineValidator>();
        services.AddSingleton(provider => PipelineLoader.Load(provider.GetRequiredService<IOptions<PipelineOptions>>().Value));
    }
}
