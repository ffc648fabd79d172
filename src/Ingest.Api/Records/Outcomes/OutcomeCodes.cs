namespace Ingest.Api.Records.Outcomes;

/// <summary>The gateway's own codes of outcomes; clients may compare with them.</summary>
internal static class OutcomeCodes
{
    /// <summary>No connection to the proxy; nothing was sent.</summary>
    public const string Unreachable = "Unreachable";

    /// <summary>The proxy failed so often that it is not called for a while; nothing was sent.</summary>
    public const string BreakerOpen = "BreakerOpen";

    /// <summary>The time was over before anything was sent.</summary>
    public const string DeadlineOver = "DeadlineOver";

    /// <summary>Records before it in the request failed; it was not sent, so that their order is kept.</summary>
    public const string NotSent = "NotSent";

    /// <summary>It was sent, and no whole answer came.</summary>
    public const string AnswerLost = "AnswerLost";

    /// <summary>It was sent, and the answer cannot be read.</summary>
    public const string AnswerUnreadable = "AnswerUnreadable";
}
