namespace Analytics.Worker.Faults;

/// <summary>Work cannot go on, and trying again gives the same: somebody has to look.</summary>
internal class PermanentFaultException(string reason, Exception? cause = null) : Exception(reason, cause);
