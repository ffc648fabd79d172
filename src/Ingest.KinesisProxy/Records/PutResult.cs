namespace Ingest.KinesisProxy.Records;

/// <summary>What became of the records of one request.</summary>
/// <param name="Outcomes">The outcome at [i] belongs to the record at [i].</param>
/// <param name="Failure">The failure of a whole call that ended the put; null when there was none.</param>
internal sealed record PutResult(PutOutcome[] Outcomes, Exception? Failure)
{
    public bool NothingStored => !Array.Exists(Outcomes, outcome => outcome.IsStored);

    /// <summary>What to say when an answer was lost, so that a record may be stored in spite of its error; else null.</summary>
    public string? DoubtfulMessage => Array.Find(Outcomes, outcome => outcome.MayBeStored).ErrorMessage;
}
