using Ingest.Api.Forwarding;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Ingest.Api.Tests.Forwarding;

public sealed class When_a_failure_is_sorted
{
    private static readonly Exception Refused = new HttpRequestException(HttpRequestError.ConnectionError, "refused");

    public static TheoryData<string, Exception?, int, bool> Cases => new()
    {
        { nameof(ForwarderError.Request), Refused, 503, true },
        { nameof(ForwarderError.Request), new HttpRequestException(HttpRequestError.NameResolutionError, "no such host"), 503, true },
        { nameof(ForwarderError.Request), new HttpRequestException(HttpRequestError.ResponseEnded, "broke off"), 502, true },
        { nameof(ForwarderError.RequestBodyDestination), new AggregateException(new IOException("broke off")), 502, true },
        { nameof(ForwarderError.ResponseHeaders), null, 502, true },
        { nameof(ForwarderError.RequestBodyCanceled), new TaskCanceledException("the copy was stopped"), 502, true },
        { nameof(ForwarderError.RequestCanceled), new TaskCanceledException("the stream was reset"), 502, true },
        { nameof(ForwarderError.RequestTimedOut), new TaskCanceledException("late"), 504, true },
        { nameof(ForwarderError.RequestBodyClient), new IOException("reset"), 502, true },
        { nameof(ForwarderError.RequestBodyClient), new BadHttpRequestException("too large", 413), 413, false },
        { nameof(ForwarderError.Request), new HttpRequestException("copying", new BadHttpRequestException("too slow", 408)), 408, false },
        { nameof(ForwarderError.ResponseBodyClient), new IOException("reset"), 502, false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Status_and_fault_follow_from_what_is_known(string error, Exception? exception, int status, bool isProxys)
    {
        var failure = ForwardFailure.Classify(Enum.Parse<ForwarderError>(error), exception);

        Assert.Equal((status, isProxys), (failure.Status, failure.IsProxys));
    }
}
