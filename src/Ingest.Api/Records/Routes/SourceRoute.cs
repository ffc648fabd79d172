using System.Collections.Frozen;

namespace Ingest.Api.Records.Routes;

/// <summary>A source's route, checked: every destination that it can name has its topic or stream.</summary>
/// <param name="Source">Its name.</param>
/// <param name="Default">Where a record goes that no rule matches.</param>
/// <param name="Topic">The topic of what goes to batch; empty when nothing does.</param>
/// <param name="Stream">The stream of what goes to stream; empty when nothing does.</param>
/// <param name="Fields">The fields of a record that matter; key and rules refer to them by index.</param>
/// <param name="Key">Which of them is the key; null when records have none.</param>
/// <param name="Rules">In the order in which they are asked.</param>
internal sealed record SourceRoute(
    string Source, Destinations Default, string Topic, string Stream, IReadOnlyList<string> Fields, int? Key, IReadOnlyList<RouteRule> Rules);

/// <summary>A rule of a <see cref="SourceRoute"/>.</summary>
/// <param name="Field">The index of the field that is looked at.</param>
/// <param name="Values">The texts that match.</param>
/// <param name="Destinations">Where a record goes that matches.</param>
internal sealed record RouteRule(int Field, FrozenSet<string> Values, Destinations Destinations);
