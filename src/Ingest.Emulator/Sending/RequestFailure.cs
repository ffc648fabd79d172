using System.Globalization;
using Ingest.Emulator.Outcomes;

namespace Ingest.Emulator.Sending;

/// <summary>What a request without an answer says about its records. Pure.</summary>
internal static class RequestFailure
{
    public static NotStored Classify(Exception failure, bool deadlinePassed, TimeSpan deadline) => failure switch
    {
        // No connection: not a byte of the request went out.
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError } refused =>
            new NotStored(FailureKind.Transient, refused.Message),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } refused => new NotStored(FailureKind.Refused, refused.Message),
        OperationCanceledException when deadlinePassed => new NotStored(
            FailureKind.Unknown, string.Create(CultureInfo.InvariantCulture, $"no answer within {deadline.TotalSeconds} s")),
        OperationCanceledException { InnerException: TimeoutException timeout } => new NotStored(FailureKind.Unknown, timeout.Message),
        OperationCanceledException => new NotStored(FailureKind.Unknown, "cancelled before the answer came"),
        _ => new NotStored(FailureKind.Unknown, failure.Message),
    };
}
