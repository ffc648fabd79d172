namespace Ingest.Local.Commands;

/// <summary>What to tell somebody who typed something that does not hold.</summary>
internal static class Complaint
{
    /// <summary>The message alone: which parameter of which method refused it is of no use at a prompt.</summary>
    public static string Of(Exception failure) => failure is ArgumentException { ParamName: { } parameter }
        ? failure.Message.Replace($" (Parameter '{parameter}')", "", StringComparison.Ordinal)
        : failure.Message;
}
