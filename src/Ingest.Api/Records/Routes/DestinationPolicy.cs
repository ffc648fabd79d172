using Ingest.Api.Records.Reading;

namespace Ingest.Api.Records.Routes;

/// <summary>Says where a record goes. Pure: the same route and fields give the same destinations.</summary>
internal static class DestinationPolicy
{
    /// <param name="route">The source's route.</param>
    /// <param name="fields">The record's values of <see cref="SourceRoute.Fields"/>, in that order.</param>
    /// <returns>At least one destination.</returns>
    public static Destinations Decide(SourceRoute route, IReadOnlyList<FieldValue> fields)
    {
        foreach (var rule in route.Rules)
        {
            if (fields[rule.Field].Text is { } text && rule.Values.Contains(text))
            {
                return rule.Destinations;
            }
        }

        return route.Default;
    }
}
