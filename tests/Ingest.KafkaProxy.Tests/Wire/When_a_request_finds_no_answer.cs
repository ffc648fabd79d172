using Ingest.Testing;
using Microsoft.AspNetCore.Builder;

namespace Ingest.KafkaProxy.Tests.Wire;

public sealed class When_a_request_finds_no_answer(RunningProxy proxy)
{
    [Fact]
    public async Task An_unknown_route_has_an_error_body() =>
        (await proxy.GetAsync("/no/such/route")).IsError(404, 404, "HTTP 404 Not Found");

    [Fact]
    public async Task An_unhandled_exception_has_an_error_body_that_tells_nothing_of_it()
    {
        await using var service = await RunningService.StartAsync((args, configuration) =>
        {
            var app = Program.Build(args, configuration);
            app.MapGet("/broken", string () => throw new NotSupportedException("inner matter"));
            return app;
        });

        using var response = await service.Client.GetAsync("/broken", TestContext.Current.CancellationToken);

        var answer = await Answer.ReadAsync(response);
        answer.IsError(500, 500, "HTTP 500 Internal Server Error");
        Assert.DoesNotContain("inner matter", answer.Body, StringComparison.Ordinal);
    }
}
