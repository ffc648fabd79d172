namespace Ingest.TidyTests;

/// <summary>What breaks a rule, all of it at once, one a line.</summary>
internal static class Offences
{
    /// <summary>Passes when nothing breaks the rule.</summary>
    public static void None(IEnumerable<string> offences)
    {
        var all = offences.ToArray();
        if (all.Length > 0)
        {
            Assert.Fail(string.Join('\n', all.Prepend($"{all.Length} offences:")));
        }
    }
}
