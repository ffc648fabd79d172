using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace Ingest.ServiceDefaults.Validation;

/// <summary>Says what is wrong with a setting: its key, its value, what it must be.</summary>
internal static class Phrases
{
    /// <summary>The key as it is written in a configuration: <c>Section:Property</c>.</summary>
    public static string Key(string section, MemberInfo property) => $"{section}:{property.Name}";

    /// <summary>The text is not of the property's type.</summary>
    public static string IsNot(string key, string text, PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var range = property.GetCustomAttributes<ValidationAttribute>()
            .Where(rule => rule is RangeAttribute or TimeRangeAttribute)
            .Select(rule => ", " + MustBe(rule))
            .FirstOrDefault("");
        return $"{key} is '{text}'; it must be {Kind(type)}{range}";
    }

    /// <summary>One value where a list or a group is expected.</summary>
    public static string IsNoList(string key, string text) => $"{key} is '{text}'; it has no value of its own, only entries such as {key}:0";

    /// <summary>The value breaks a rule.</summary>
    public static string DoesNotHold(string key, object? value, ValidationAttribute rule, string? message) => rule switch
    {
        RequiredAttribute => value is null ? $"{key} is not set; it must be" : $"{key} is empty; it must have a value",
        _ when MustBe(rule) is { } what => $"{key} is {Shown(value)}; it must be {what}",
        MinLengthAttribute least => $"{key} has {Count(value)}; it must have at least {least.Length}",
        MaxLengthAttribute most => $"{key} has {Count(value)}; it must have at most {most.Length}",
        RegularExpressionAttribute expression => $"{key} is {Shown(value)}; it must match {expression.Pattern}",
        _ => $"{key} is {Shown(value)}; {message}",
    };

    private static string? MustBe(ValidationAttribute rule) => rule switch
    {
        RangeAttribute range => string.Create(CultureInfo.InvariantCulture, $"{range.Minimum} to {range.Maximum}"),
        TimeRangeAttribute range => $"{range.Minimum} to {range.Maximum}",
        AllowedValuesAttribute allowed => OneOf(allowed.Values.OfType<object>().Select(value => $"{value}")),
        EnumDataTypeAttribute choice => OneOf(Enum.GetNames(choice.EnumType)),
        _ => null,
    };

    private static string Kind(Type type) => type switch
    {
        _ when type == typeof(TimeSpan) => "a time such as 00:00:30",
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(Uri) => "an address",
        _ when type.IsEnum => OneOf(Enum.GetNames(type)),
        _ when type == typeof(double) || type == typeof(float) || type == typeof(decimal) => "a number",
        _ when type.IsPrimitive => "a whole number",
        _ => $"a {type.Name}",
    };

    private static string OneOf(IEnumerable<string> choices) => string.Join(" or ", choices);

    private static string Count(object? value) => value switch
    {
        string text => $"{text.Length} characters",
        ICollection list => $"{list.Count} entries",
        _ => "none",
    };

    private static string Shown(object? value) => value switch
    {
        null => "not set",
        string or Uri or Enum => $"'{value}'",
        TimeSpan time => TimeText(time),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => $"{value}",
    };

    private static string TimeText(TimeSpan time)
    {
        var text = time.ToString("c", CultureInfo.InvariantCulture);
        return text.Contains('.', StringComparison.Ordinal) && time.Ticks % TimeSpan.TicksPerSecond != 0 ? text.TrimEnd('0') : text;
    }
}
