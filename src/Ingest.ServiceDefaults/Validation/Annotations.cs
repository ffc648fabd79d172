using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Ingest.ServiceDefaults.Validation;

/// <summary>Checks the data annotations of options and says each error with the full key and the value.</summary>
internal static class Annotations
{
    public static IEnumerable<string> Errors(string section, object options)
    {
        foreach (var property in options.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0))
        {
            var value = property.GetValue(options);
            var context = new ValidationContext(options) { MemberName = property.Name, DisplayName = Phrases.Key(section, property) };
            var failed = property.GetCustomAttributes<ValidationAttribute>()
                .Select(rule => (Rule: rule, Result: rule.GetValidationResult(value, context)))
                .Where(check => check.Result != ValidationResult.Success)
                .ToArray();

            // Where nothing is set, that is the error; what a value would have to look like is none.
            var missing = failed.Where(check => check.Rule is RequiredAttribute).ToArray();
            foreach (var (rule, result) in missing.Length > 0 ? missing : failed)
            {
                yield return Phrases.DoesNotHold(Phrases.Key(section, property), value, rule, result?.ErrorMessage);
            }
        }

        if (options is IValidatableObject own)
        {
            foreach (var result in own.Validate(new ValidationContext(options)))
            {
                yield return result.ErrorMessage ?? $"{section}: {string.Join(", ", result.MemberNames)}";
            }
        }
    }
}
