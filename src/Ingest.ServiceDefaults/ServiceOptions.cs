using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Ingest.ServiceDefaults;

/// <summary>Options that are checked when the service starts, all errors at once.</summary>
public static class ServiceOptions
{
    /// <summary>Binds <paramref name="section"/> and checks the data annotations of <typeparamref name="T"/> at start.</summary>
    /// <remarks>Cross-field rules are added with <c>.Validate(rule, message)</c> on what this returns.</remarks>
    public static OptionsBuilder<T> AddServiceOptions<T>(this IServiceCollection services, string section)
        where T : class =>
        services.AddOptions<T>()
            .BindConfiguration(section)
            .ValidateDataAnnotations()
            .ValidateOnStart();

    /// <summary>Runs the service until it is told to stop; a configuration that does not hold is printed line by line.</summary>
    /// <returns>0 after a shutdown, 2 when the configuration does not hold.</returns>
    public static async Task<int> RunServiceAsync(this WebApplication app)
    {
        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (Exception failure) when (ConfigurationErrors(failure) is { Count: > 0 } errors)
        {
            await Console.Error.WriteLineAsync("The configuration does not hold:");
            foreach (var error in errors)
            {
                await Console.Error.WriteLineAsync($"  {error}");
            }

            return 2;
        }
    }

    /// <summary>The messages of every failed option in <paramref name="failure"/>; empty when it is about something else.</summary>
    public static IReadOnlyList<string> ConfigurationErrors(Exception failure) => failure switch
    {
        OptionsValidationException invalid => [.. invalid.Failures],
        AggregateException many when many.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            [.. many.InnerExceptions.SelectMany(ConfigurationErrors)],
        _ => [],
    };
}
