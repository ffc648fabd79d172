using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Ingest.ServiceDefaults.Validation;

/// <summary>One section of the configuration and the options that are bound to it.</summary>
/// <remarks>
/// The binder stops at the first value that it cannot convert. So such values are looked for first, with the binder's own
/// converters, and left out of the binding: the rest is bound and checked as usual, and all errors are told at once.
/// </remarks>
internal sealed class Section<T>(string name, IConfiguration configuration) : IConfigureOptions<T>, IValidateOptions<T>
    where T : class
{
    private readonly IConfigurationSection _section = configuration.GetSection(name);

    private static PropertyInfo[] Settings { get; } =
        [.. typeof(T).GetProperties().Where(property => property.SetMethod is { IsPublic: true })];

    public void Configure(T options)
    {
        var unreadable = Settings.Where(property => Fault(property) is not null)
            .Select(property => property.Name)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var readable = _section.AsEnumerable(makePathsRelative: true)
            .Where(setting => !unreadable.Contains(setting.Key.Split(ConfigurationPath.KeyDelimiter)[0]));
        try
        {
            new ConfigurationBuilder().AddInMemoryCollection(readable).Build().Bind(options);
        }
        catch (InvalidOperationException failure)
        {
            throw new OptionsValidationException(name, typeof(T), [$"{name}: {failure.Message}"]);
        }
    }

    public ValidateOptionsResult Validate(string? _, T options)
    {
        string[] errors = [.. Settings.Select(Fault).OfType<string>(), .. Annotations.Errors(name, options)];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    /// <summary>Why the configured value cannot be bound; null when it can, or when there is none.</summary>
    private string? Fault(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var takesNothing = type != property.PropertyType || !type.IsValueType;
        if (_section[property.Name] is not { } text || (text.Length == 0 && takesNothing))
        {
            return null;
        }

        var converter = TypeDescriptor.GetConverter(type);
        if (!converter.CanConvertFrom(typeof(string)))
        {
            return Phrases.IsNoList(Phrases.Key(name, property), text);
        }

        try
        {
            converter.ConvertFromString(null, CultureInfo.InvariantCulture, text);
            return null;
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            return Phrases.IsNot(Phrases.Key(name, property), text, property);
        }
    }
}
