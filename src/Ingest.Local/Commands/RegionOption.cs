using System.CommandLine;
using System.Text.RegularExpressions;
using Ingest.ServiceDefaults;

namespace Ingest.Local.Commands;

/// <summary><c>--region</c>: an AWS region.</summary>
internal static partial class RegionOption
{
    public static Option<string?> Create(string description)
    {
        var option = new Option<string?>("--region") { Description = description, HelpName = "REGION" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var region] && !Allowed().IsMatch(region.Value))
            {
                result.AddError($"--region is '{region.Value}'; it must be a region such as eu-west-1.");
            }
        });
        return option;
    }

    [GeneratedRegex($"^({KafkaSettings.RegionPattern})$")]
    private static partial Regex Allowed();
}
