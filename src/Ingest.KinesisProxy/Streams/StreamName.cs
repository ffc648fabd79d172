using System.Text.RegularExpressions;
using Ingest.KinesisProxy.Wire;

namespace Ingest.KinesisProxy.Streams;

/// <summary>The names that Kinesis gives streams.</summary>
internal static partial class StreamName
{
    /// <exception cref="RefusedException">400: no stream can have this name.</exception>
    public static void Check(string name)
    {
        if (!Form().IsMatch(name))
        {
            throw new RefusedException(ProxyError.Validation(
                "StreamName: the name in the path must have 1 to 128 characters, each a letter, a digit, '_', '.' or '-'."));
        }
    }

    /// <exception cref="RefusedException">400: the body names another stream than the path.</exception>
    public static void CheckSame(string? inBody, string inPath)
    {
        if (inBody is not null && inBody != inPath)
        {
            throw new RefusedException(ProxyError.Validation(
                $"StreamName: the body says '{inBody}', the path '{inPath}'. Leave it out of the body or make them the same."));
        }
    }

    [GeneratedRegex(@"^[a-zA-Z0-9_.-]{1,128}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
