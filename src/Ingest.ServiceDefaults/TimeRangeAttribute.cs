using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Ingest.ServiceDefaults;

/// <summary>A <see cref="TimeSpan"/> between two others, both included.</summary>
/// <remarks>
/// <see cref="RangeAttribute"/> converts its limits when it is first asked, unsynchronized, and fails when services that start
/// at the same time share an options class; this one holds them from the start.
/// </remarks>
/// <param name="minimum">The shortest, as in <c>00:00:00.100</c>.</param>
/// <param name="maximum">The longest, as in <c>1.00:00:00</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TimeRangeAttribute(string minimum, string maximum) : ValidationAttribute
{
    private readonly TimeSpan _minimum = TimeSpan.Parse(minimum, CultureInfo.InvariantCulture);
    private readonly TimeSpan _maximum = TimeSpan.Parse(maximum, CultureInfo.InvariantCulture);

    /// <summary>The shortest, as it was written.</summary>
    public string Minimum => minimum;

    /// <summary>The longest, as it was written.</summary>
    public string Maximum => maximum;

    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is null || (value is TimeSpan time && time >= _minimum && time <= _maximum);

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => $"{name} must be {Minimum} to {Maximum}.";
}
