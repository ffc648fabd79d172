using System.Text;
using System.Text.RegularExpressions;

namespace Ingest.Api.Records.Routes;

/// <summary>The name of a topic or a stream, in which <c>{source}</c> and <c>{userId}</c> stand for their values.</summary>
internal static partial class NameTemplate
{
    /// <summary>Fills in a template. Pure.</summary>
    /// <returns>The name, or what is wrong with the template.</returns>
    public static (string Name, string? Fault) Expand(string template, string source, string userId)
    {
        var name = new StringBuilder();
        for (var at = 0; at < template.Length;)
        {
            var brace = template.IndexOfAny(['{', '}'], at);
            if (brace < 0)
            {
                name.Append(template, at, template.Length - at);
                break;
            }

            name.Append(template, at, brace - at);
            var end = template[brace] == '{' ? template.IndexOf('}', brace) : -1;
            if (end < 0)
            {
                return ("", template[brace] == '{' ? $"the brace at character {brace + 1} is not closed" : $"the brace at character {brace + 1} closes nothing");
            }

            var placeholder = template[(brace + 1)..end];
            if (placeholder is not ("source" or "userId"))
            {
                return ("", $"{{{placeholder}}} is not known; {{source}} and {{userId}} are");
            }

            name.Append(placeholder == "source" ? source : userId);
            at = end + 1;
        }

        return (name.ToString(), null);
    }

    /// <summary>Why no client can produce to such a topic; null when it can.</summary>
    public static string? TopicFault(string name) => name switch
    {
        _ when !TopicForm().IsMatch(name) || name is "." or ".." =>
            $"the topic '{name}' must be 1 to 249 letters, digits, '.', '_' and '-', and not '.' or '..'",
        ['_', ..] => $"the topic '{name}' is internal, as all that begin with '_'",
        _ => null,
    };

    /// <summary>Why there can be no such stream, or none that the proxy's path can name; null when there can.</summary>
    public static string? StreamFault(string name) => StreamForm().IsMatch(name) && name is not ("." or "..")
        ? null
        : $"the stream '{name}' must be 1 to 128 letters, digits, '_', '.' and '-', and not '.' or '..'";

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,249}\z")]
    private static partial Regex TopicForm();

    [GeneratedRegex(@"^[A-Za-z0-9_.-]{1,128}\z")]
    private static partial Regex StreamForm();
}
