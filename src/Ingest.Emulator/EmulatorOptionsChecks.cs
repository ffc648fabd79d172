using System.ComponentModel.DataAnnotations;
using Ingest.Emulator.Events;

namespace Ingest.Emulator;

/// <summary>Says everything that is wrong with options, at once.</summary>
internal static class EmulatorOptionsChecks
{
    public static void ThrowIfInvalid(EmulatorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        string[] errors = [.. results.Select(result => result.ErrorMessage!), .. AcrossFields(options)];
        if (errors.Length > 0)
        {
            throw new ArgumentException(string.Join(' ', errors), nameof(options));
        }
    }

    private static IEnumerable<string> AcrossFields(EmulatorOptions options)
    {
        if (options.Url is not { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "", Fragment: "" })
        {
            yield return $"Url must be an absolute http or https address without query; '{options.Url}' is not.";
        }

        if (double.IsNaN(options.Rate))
        {
            yield return "Rate must be a number.";
        }

        if (options.Classic && options.Rate > 0)
        {
            yield return "Classic and Rate exclude each other: the classic emulator paces itself.";
        }

        if (options.Classic && options.Concurrency > 1)
        {
            yield return "Classic sends one event at a time; Concurrency must be 1 or absent.";
        }

        if (options.Database is not null && options.SourceDirectory is not null)
        {
            yield return "Database and SourceDirectory exclude each other: rows come from one of them.";
        }

        // Not [Range]s: that attribute converts its limits unsynchronized, and several runs may check at the same time.
        string?[] times =
        [
            OutOfRange(nameof(options.RetryDelay), options.RetryDelay, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(5)),
            OutOfRange(nameof(options.RequestTimeout), options.RequestTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(10)),
            OutOfRange(nameof(options.DrainTimeout), options.DrainTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10)),
        ];
        foreach (var error in times.OfType<string>())
        {
            yield return error;
        }

        foreach (var missing in MissingFiles(options))
        {
            yield return $"SourceDirectory has no file {missing}.";
        }
    }

    private static string? OutOfRange(string name, TimeSpan value, TimeSpan min, TimeSpan max) =>
        value < min || value > max ? $"{name} is {value:c}; it must be {min:c} to {max:c}." : null;

    private static IEnumerable<string> MissingFiles(EmulatorOptions options) =>
        options.SourceDirectory is not { } directory ? [] :
        Enum.GetValues<EmulatorSource>().Select(source => NdjsonEvents.PathOf(directory, source)).Where(path => !File.Exists(path));
}
