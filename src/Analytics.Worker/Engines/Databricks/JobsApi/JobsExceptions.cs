using System.Net;

namespace Analytics.Worker.Engines.Databricks.JobsApi;

/// <summary>Databricks could not be asked, or not now; whether it did what it was asked for is not known.</summary>
/// <remarks>To ask again is safe: each call may be repeated, a submission because of its token.</remarks>
internal sealed class JobsUnavailableException(string message, Exception? cause = null) : IOException(message, cause);

/// <summary>Databricks refused a request and would refuse it again.</summary>
internal sealed class JobsRefusedException(HttpStatusCode status, string? code, string message) : Exception(message)
{
    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status => status;

    /// <summary>Databricks' word for the reason, such as <c>INVALID_PARAMETER_VALUE</c>; null when it said none.</summary>
    public string? Code => code;

    /// <summary>The run asked for is not there (any more). <c>runs/get</c> says so with 400 as well as with 404.</summary>
    public bool IsAboutMissingRun =>
        status == HttpStatusCode.NotFound && code == "RESOURCE_DOES_NOT_EXIST"
        || status == HttpStatusCode.BadRequest && code == "INVALID_PARAMETER_VALUE"
            && Message.Contains("Run", StringComparison.Ordinal)
            && (Message.Contains("does not exist", StringComparison.Ordinal) || Message.Contains("doesn't exist", StringComparison.Ordinal));
}
