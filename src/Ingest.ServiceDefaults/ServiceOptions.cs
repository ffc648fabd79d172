using Ingest.ServiceDefaults.Validation;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Ingest.ServiceDefaults;

/// <summary>Options that are checked when the service starts, all errors at once.</summary>
public static class ServiceOptions
{
    /// <summary>
    /// Binds <paramref name="section"/> and, at start, checks the data annotations of <typeparamref name="T"/>; what cannot be
    /// bound is an error like any other, named with key and value.
    /// </summary>
    /// <remarks>Cross-field rules are added with <c>.Validate(rule, message)</c> on what this returns.</remarks>
    public static OptionsBuilder<T> AddServiceOptions<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddSingleton<IConfigureOptions<T>>(provider => new Section<T>(section, provider.GetRequiredService<IConfiguration>()));
        services.AddSingleton<IValidateOptions<T>>(provider => new Section<T>(section, provider.GetRequiredService<IConfiguration>()));
        return services.AddOptions<T>().ValidateOnStart();
    }

    /// <summary>Checks all options now, before anything that uses them is made; a host would make its services first.</summary>
    /// <exception cref="OptionsValidationException">Options of one type do not hold.</exception>
    /// <exception cref="AggregateException">Options of several types do not hold.</exception>
    public static void ValidateOptions(this WebApplication app) => app.Services.GetService<IStartupValidator>()?.Validate();

    /// <summary>The messages of every failed option in <paramref name="failure"/>; empty when it is about something else.</summary>
    public static IReadOnlyList<string> ConfigurationErrors(Exception failure) => failure switch
    {
        OptionsValidationException invalid => [.. invalid.Failures],
        AggregateException many when many.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            [.. many.InnerExceptions.SelectMany(ConfigurationErrors)],
        _ => [],
    };
}
