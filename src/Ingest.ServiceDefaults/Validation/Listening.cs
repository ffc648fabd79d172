using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Ingest.ServiceDefaults.Validation;

/// <summary>Where the service listens: the key <c>urls</c>.</summary>
internal sealed class Listening : IValidateOptions<Listening>
{
    /// <summary>Addresses such as <c>http://127.0.0.1:8080</c>, separated by <c>;</c>.</summary>
    public string Urls { get; set; } = "";

    public ValidateOptionsResult Validate(string? name, Listening options)
    {
        var urls = options.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string[] errors = [.. urls.Where(url => !IsAddress(url)).Select(url => $"urls is '{url}'; it must be an address such as http://127.0.0.1:8080")];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static bool IsAddress(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Port: >= 0 and <= ushort.MaxValue, Scheme: "http" or "https" };
        }
        catch (FormatException)
        {
            return false; // the parser has no other way to say no
        }
    }
}
