using Ingest.Api.Records.Reading;
using Ingest.Api.Records.Routes;

namespace Ingest.Api.Records.Outcomes;

/// <summary>What became of a request's records. A slot is of meaning when the record was to go there.</summary>
/// <param name="Records">The records, in the order of the request.</param>
/// <param name="Batch">The outcome at [i] in the topic.</param>
/// <param name="Stream">The outcome at [i] in the stream.</param>
internal sealed record RecordsResult(IReadOnlyList<IncomingRecord> Records, DestinationOutcome[] Batch, DestinationOutcome[] Stream)
{
    /// <summary>What became of the record at <paramref name="index"/>: stored when all of its destinations took it.</summary>
    public RecordState StateOf(int index)
    {
        var (stored, unknown, all) = (0, 0, 0);
        foreach (var outcome in OutcomesOf(index))
        {
            all++;
            stored += outcome.Kind == OutcomeKind.Stored ? 1 : 0;
            unknown += outcome.Kind == OutcomeKind.Unknown ? 1 : 0;
        }

        return stored == all ? RecordState.Stored
            : stored > 0 ? RecordState.Partial
            : unknown > 0 ? RecordState.Unknown
            : RecordState.Failed;
    }

    /// <summary>
    /// 200: all are stored. 207: not all, but something is, so sending all of it again would store that twice. 422: nothing is, and
    /// nothing will be. 503: nothing is known to be, and sending it again may help.
    /// </summary>
    public int Status()
    {
        var (all, any, passing) = (true, false, false);
        for (var i = 0; i < Records.Count; i++)
        {
            foreach (var outcome in OutcomesOf(i))
            {
                all &= outcome.Kind == OutcomeKind.Stored;
                any |= outcome.Kind == OutcomeKind.Stored;
                passing |= outcome.MayRetry;
            }
        }

        return all ? StatusCodes.Status200OK
            : any ? StatusCodes.Status207MultiStatus
            : passing ? StatusCodes.Status503ServiceUnavailable
            : StatusCodes.Status422UnprocessableEntity;
    }

    private IEnumerable<DestinationOutcome> OutcomesOf(int index)
    {
        if (Records[index].Destinations.HasFlag(Destinations.Batch))
        {
            yield return Batch[index];
        }

        if (Records[index].Destinations.HasFlag(Destinations.Stream))
        {
            yield return Stream[index];
        }
    }
}

/// <summary>What became of a record, over all of its destinations.</summary>
internal enum RecordState
{
    /// <summary>None of them took it.</summary>
    Failed,

    /// <summary>All of them took it.</summary>
    Stored,

    /// <summary>Some of them took it.</summary>
    Partial,

    /// <summary>None is known to have taken it, but one may have.</summary>
    Unknown,
}
