using Ingest.ServiceDefaults;
using Ingest.Testing;

namespace Ingest.KafkaProxy.Tests.Kafka;

public sealed class When_the_settings_do_not_hold
{
    [Theory]
    [InlineData("Kafka:Client:acks", "1", "Kafka:Client:acks is '1'; it must be all")]
    [InlineData("Kafka:Client:request_required_acks", "0", "Kafka:Client:request_required_acks is '0'; it must be all")]
    [InlineData("Kafka:Client:message_timeout_ms", "0", "Kafka:Client:message_timeout_ms is '0'; it must be 1 to")]
    [InlineData("Kafka:Client:delivery_timeout_ms", "never", "Kafka:Client:delivery_timeout_ms is 'never'; it must be 1 to")]
    [InlineData("Kafka:Client:dotnet_producer_enable_delivery_reports", "false", "delivery_reports is 'false'; it must be true")]
    [InlineData("Kafka:Client:dotnet_producer_enable_background_poll", "false", "background_poll is 'false'; it must be true")]
    [InlineData("Kafka:Client:no_such_setting", "1", "Kafka:Client:no_such_setting is '1'; the Kafka client does not take it")]
    [InlineData("Kafka:Client:max_in_flight", "100", "Kafka:Client:max_in_flight is '100'")]
    [InlineData("KafkaRest:InFlightBytesMax", "1000", "InFlightBytesMax")]
    [InlineData("KafkaRest:ProduceDeadline", "00:00:00", "ProduceDeadline")]
    public async Task The_service_does_not_start_and_says_why(string key, string value, string message)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => RunningService.StartAsync(Program.Build, (key, value)));

        Assert.Contains(message, string.Join('\n', ServiceOptions.ConfigurationErrors(failure)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Kafka:Client:acks", "-1")]
    [InlineData("Kafka:Client:enable_idempotence", "false")]
    [InlineData("Kafka:Client:delivery_timeout_ms", "2000")]
    [InlineData("Kafka:Client:compression_type", "lz4")]
    public async Task What_breaks_no_promise_can_be_set(string key, string value)
    {
        await using var proxy = await RunningProxy.StartAsync((key, value));

        (await proxy.ProduceAsync("t", """{"records":[{"value":1}]}""")).HasCodes(0);
    }
}
