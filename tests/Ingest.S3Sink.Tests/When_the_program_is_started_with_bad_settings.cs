using Ingest.Testing;

namespace Ingest.S3Sink.Tests;

public sealed class When_the_program_is_started_with_bad_settings
{
    [Fact]
    public Task It_ends_and_tells_every_error_by_key_and_value() => ServiceProgram.RefusesAsync<SinkOptions>(
        [
            "--S3Sink:FlushAge=x",
            "--S3Sink:FlushRecords=0",
            "--Kafka:BootstrapServers=",
            "--Kafka:Client:linger_ms=soon",
            "--Kafka:Client:no_such_setting=1",
        ],
        "S3Sink:FlushAge is 'x'; it must be a time such as 00:00:30, 00:00:00.001 to 1.00:00:00",
        "S3Sink:FlushRecords is 0; it must be 1 to 1000000",
        "ObjectStore:Uri is not set; it is file:///directory or s3://bucket/prefix.",
        "Kafka:BootstrapServers is empty; it must have a value",
        "Kafka:Client:linger_ms is 'soon'; the Kafka client does not take it: Invalid value for configuration property \"queue.buffering.max.ms\"",
        "Kafka:Client:no_such_setting is '1'; the Kafka client does not take it: No such configuration property: \"no.such.setting\"");
}
