namespace Analytics.Delta;

/// <summary>Whether an append was put into the table now or before.</summary>
public enum AppendOutcome
{
    /// <summary>This call committed it.</summary>
    Committed,

    /// <summary>The table has a transaction of this application with this version or a higher one; nothing was changed.</summary>
    AlreadyApplied,
}
