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

    /// <summary>Text without passwords in addresses, and without the values of settings that speak of a secret.</summary>
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

    [GeneratedRegex(@"(\b[a-z][a-z0-9+.-]*://)[^\s/@]+@", RegexOptions.IgnoreCase)]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"(\bspark\.[\w.-]*(?:secret|password|token|access\.?key|account\.key|private\.?key|api\.?key|credential|passwd)[\w.-]*)\s*=\s*\S+", RegexOptions.IgnoreCase)]
    private static partial Regex SecretSetting();
}
