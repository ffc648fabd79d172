using System.CommandLine;
using System.Globalization;

namespace Ingest.Local.Commands;

/// <summary>An option that is a whole number within a range.</summary>
internal static class NumberOption
{
    /// <param name="name">Its name.</param>
    /// <param name="what">What it counts.</param>
    /// <param name="min">The least.</param>
    /// <param name="max">The most.</param>
    /// <param name="otherwise">What holds without it.</param>
    public static Option<int?> Create(string name, string what, int min, int max, string otherwise)
    {
        var option = new Option<int?>(name) { Description = $"{what}, {min} to {max}; {otherwise}", HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var typed] &&
                (!int.TryParse(typed.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || number < min || number > max))
            {
                result.AddError($"{name} is '{typed.Value}'; it must be a whole number, {min} to {max}.");
            }
        });
        return option;
    }
}
