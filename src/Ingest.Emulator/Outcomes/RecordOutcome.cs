namespace Ingest.Emulator.Outcomes;

/// <summary>What became of a record: <see cref="Stored"/> or <see cref="NotStored"/>.</summary>
internal abstract record RecordOutcome;

/// <summary>The record is at this position, digits only, of a partition or shard.</summary>
internal sealed record Stored(string Shard, string Position) : RecordOutcome;

/// <summary>The record was not acknowledged.</summary>
internal sealed record NotStored(FailureKind Kind, string Reason) : RecordOutcome
{
    public static RecordOutcome[] Each(int count, NotStored outcome)
    {
        var outcomes = new RecordOutcome[count];
        Array.Fill(outcomes, outcome);
        return outcomes;
    }
}
