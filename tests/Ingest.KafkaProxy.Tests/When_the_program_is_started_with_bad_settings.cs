using Ingest.Testing;

namespace Ingest.KafkaProxy.Tests;

public sealed class When_the_program_is_started_with_bad_settings
{
    [Fact]
    public Task It_ends_and_tells_every_error_by_key_and_value() => ServiceProgram.RefusesAsync<KafkaRestOptions>(
        [
            "--KafkaRest:ProduceDeadline=abc",
            "--KafkaRest:RequestBytesMax=0",
            "--KafkaRest:InFlightBytesMax=10",
            "--Kafka:BootstrapServers=",
            "--Kafka:Client:linger_ms=soon",
            "--Kafka:Client:no_such_setting=1",
        ],
        "KafkaRest:ProduceDeadline is 'abc'; it must be a time such as 00:00:30, 00:00:01 to 00:05:00",
        "KafkaRest:RequestBytesMax is 0; it must be 1 to 1073741824",
        "KafkaRest:InFlightBytesMax has to hold the largest request: RequestBytesMax and 512 bytes for each of RecordsPerRequestMax.",
        "Kafka:BootstrapServers is empty; it must have a value",
        "Kafka:Client:linger_ms is 'soon'; the Kafka client does not take it: Invalid value for configuration property \"queue.buffering.max.ms\"",
        "Kafka:Client:no_such_setting is '1'; the Kafka client does not take it: No such configuration property: \"no.such.setting\"");
}
