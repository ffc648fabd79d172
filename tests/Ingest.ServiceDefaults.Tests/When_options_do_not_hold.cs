using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Ingest.ServiceDefaults.Tests;

public sealed class When_options_do_not_hold
{
    [Theory]
    [InlineData("Count", "0", "S:Count is 0; it must be 1 to 10")]
    [InlineData("Count", "x", "S:Count is 'x'; it must be a whole number, 1 to 10")]
    [InlineData("Count", "", "S:Count is ''; it must be a whole number, 1 to 10")]
    [InlineData("Count", "99999999999", "S:Count is '99999999999'; it must be a whole number, 1 to 10")]
    [InlineData("Wait", "00:00:00.0500", "S:Wait is 00:00:00.05; it must be 00:00:00.100 to 1.00:00:00")]
    [InlineData("Wait", "2", "S:Wait is 2.00:00:00; it must be 00:00:00.100 to 1.00:00:00")]
    [InlineData("Wait", "soon", "S:Wait is 'soon'; it must be a time such as 00:00:30, 00:00:00.100 to 1.00:00:00")]
    [InlineData("On", "perhaps", "S:On is 'perhaps'; it must be true or false")]
    [InlineData("Share", "half", "S:Share is 'half'; it must be a number")]
    [InlineData("Url", "http://a:b:c", "S:Url is 'http://a:b:c'; it must be an address")]
    [InlineData("Day", "Someday", "S:Day is 'Someday'; it must be Sunday or Monday or Tuesday or Wednesday or Thursday or Friday or Saturday")]
    [InlineData("Day", "9", "S:Day is '9'; it must be Sunday or Monday or Tuesday or Wednesday or Thursday or Friday or Saturday")]
    [InlineData("Name", "", "S:Name is empty; it must have a value")]
    [InlineData("Name", "a b", "S:Name is 'a b'; it must match ^[a-z]+$")]
    [InlineData("Version", "3", "S:Version is '3'; it must be 1 or 2")]
    [InlineData("Code", "abc", "S:Code has 3 characters; it must have at most 2")]
    [InlineData("Code", "", "S:Code has 0 characters; it must have at least 1")]
    [InlineData("List", "a", "S:List is 'a'; it has no value of its own, only entries such as S:List:0")]
    [InlineData("List:0", "a", "S:List has 1 entries; it must have at least 2")]
    [InlineData("Even", "3", "S:Even is 3; it must be even.")]
    [InlineData("Own", "bad", "S:Own is bad, says its class.")]
    public void The_key_the_value_and_what_it_must_be_are_told(string key, string value, string error) =>
        Assert.Equal([error], Errors(($"S:{key}", value)));

    [Fact]
    public void All_are_told_at_once_and_rules_across_fields_too() => Assert.Equal(
        ["S:Count is 'x'; it must be a whole number, 1 to 10", "S:Wait is 00:00:00; it must be 00:00:00.100 to 1.00:00:00", "S:Share must not be 7."],
        Errors(("S:Count", "x"), ("S:Wait", "00:00:00"), ("S:Share", "7")));

    [Fact]
    public void What_holds_is_bound()
    {
        var options = Provider(("S:Count", "7"), ("S:wait", "00:00:02"), ("S:Day", "friday"), ("S:Url", ""), ("S:List:0", "a"), ("S:List:1", "b"))
            .GetRequiredService<IOptions<Sample>>().Value;

        Assert.Equal((7, TimeSpan.FromSeconds(2), DayOfWeek.Friday), (options.Count, options.Wait, options.Day));
        Assert.Equal(["a", "b"], options.List!);
    }

    private static IReadOnlyList<string> Errors(params (string Key, string Value)[] settings)
    {
        using var provider = Provider(settings);
        return ServiceOptions.ConfigurationErrors(Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate()));
    }

    private static ServiceProvider Provider(params (string Key, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build());
        services.AddServiceOptions<Sample>("S").Validate(options => options.Share != 7, "S:Share must not be 7.");
        return services.BuildServiceProvider();
    }

    private sealed class Sample : IValidatableObject
    {
        [Range(1, 10)]
        public int Count { get; set; } = 1;

        [TimeRange("00:00:00.100", "1.00:00:00")]
        public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(1);

        public bool On { get; set; }

        public double Share { get; set; }

        public Uri? Url { get; set; }

        [EnumDataType(typeof(DayOfWeek))]
        public DayOfWeek? Day { get; set; }

        [Required, RegularExpression("^[a-z]+$")]
        public string Name { get; set; } = "a";

        [AllowedValues("1", "2")]
        public string Version { get; set; } = "1";

        [MinLength(1), MaxLength(2)]
        public string Code { get; set; } = "c";

        [MinLength(2)]
        public string[]? List { get; set; }

        [Even]
        public int Even { get; set; }

        public string Own { get; set; } = "good";

        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        {
            if (Own == "bad")
            {
                yield return new ValidationResult("S:Own is bad, says its class.");
            }
        }
    }

    private sealed class EvenAttribute : ValidationAttribute
    {
        protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
            value is int number && number % 2 == 0 ? ValidationResult.Success : new ValidationResult("it must be even.");
    }
}
