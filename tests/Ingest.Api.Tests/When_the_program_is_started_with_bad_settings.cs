using Ingest.Testing;

namespace Ingest.Api.Tests;

public sealed class When_the_program_is_started_with_bad_settings
{
    [Fact]
    public Task It_ends_and_tells_every_error_by_key_and_value() => ServiceProgram.RefusesAsync<GatewayOptions>(
        [
            "--urls=bogus",
            "--Logs:MinimumLevel=loud",
            "--Gateway:ConnectTimeout=abc",
            "--Gateway:RetryAfterSeconds=0",
            "--Gateway:KafkaProxyUrl=ftp://host",
        ],
        "urls is 'bogus'; it must be an address such as http://127.0.0.1:8080",
        "Logs:MinimumLevel is 'loud'; it must be Verbose or Debug or Information or Warning or Error or Fatal",
        "Gateway:ConnectTimeout is 'abc'; it must be a time such as 00:00:30, 00:00:00.001 to 00:01:00",
        "Gateway:RetryAfterSeconds is 0; it must be 1 to 3600",
        "Gateway:KafkaProxyUrl, KinesisProxyUrl and WorkerUrl must be absolute http or https addresses without query.");
}
