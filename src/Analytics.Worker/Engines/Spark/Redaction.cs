using System.Text.RegularExpressions;

namespace Analytics.Worker.Engines.Spark;

/// <summary>Takes secrets out of what is kept and shown.</summary>
internal static partial class Redaction
{
    /// <summary>What stands in a secret's place; Spark's own.</summary>
    public const string Redacted = "*********(redacted)";

    /// <summary>Arguments without the values of settings whose name or value speaks of a secret, and without passwords in addresses.</summary>
    public static IReadOnlyList<string> Arguments(IReadOnlyList<string> arguments) =>
        [.. arguments.Select((argument, i) => i > 0 && arguments[i - 1] == "--conf" ? Setting(argument) : Text(argument))];

    /// <summary>Text without passwords in addresses, and without the values of whatever is named for a secret.</summary>
    public static string Text(string text) =>
        SecretSetting().Replace(UserInfo().Replace(text, $"$1{Redacted}@"), $"$1={Redacted}");

    private static string Setting(string setting)
    {
        var equals = setting.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && Secret().IsMatch(setting) ? $"{setting[..equals]}={Redacted}" : Text(setting);
    }

    /// <summary>Spark's default of spark.redaction.regex, which it holds against names and values, and what other stores call their secrets.</summary>
    [GeneratedRegex("secret|password|token|access[.]?key|account[.]key|private[.]?key|api[.]?key|credential|passwd", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();

    /// <summary>A password may hold a slash, as keys of AWS do, or an @; rather too much is taken than too little. Lengths are bounded, so that no text takes long.</summary>
    [GeneratedRegex(@"(\b[a-z][a-z0-9+.-]{0,30}://)(?:[^\s/:@""']{0,200}:[^\s""']{0,2000}|[^\s/@]{1,2000})@", RegexOptions.IgnoreCase)]
    private static partial Regex UserInfo();

    /// <summary>Settings, variables of the environment, and what signs an address.</summary>
    [GeneratedRegex(
        @"((?:\b[\w.-]{0,50}?(?:secret|password|token|access[._]?key|account[._]?key|private[._]?key|api[._]?key|credential|passwd)[\w.-]{0,100}|[?&]sig(?:nature)?))\s{0,9}=\s{0,9}(?:""[^""]*""|'[^']*'|\S+)",
        RegexOptions.IgnoreCase)]
    private static partial Regex SecretSetting();
}
