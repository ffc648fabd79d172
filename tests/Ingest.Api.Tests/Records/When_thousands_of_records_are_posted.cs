using System.Globalization;
using Ingest.Testing;

namespace Ingest.Api.Tests.Records;

/// <summary>Through the real proxies, in several calls of each.</summary>
public sealed class When_thousands_of_records_are_posted
{
    [Fact]
    public async Task They_are_in_Kafka_and_in_Kinesis_in_the_order_in_which_they_were_sent()
    {
        await using var ends = await BackEnds.StartAsync();
        await using var kafkaProxy = await RunningService.StartAsync(KafkaProxy.Program.Build, ends.ForKafkaProxy);
        await using var kinesisProxy = await RunningService.StartAsync(KinesisProxy.Program.Build, ends.ForKinesisProxy);
        await using var gateway = await RunningService.StartAsync(
            Program.Build,
            [("Gateway:KafkaProxyUrl", $"{kafkaProxy.Url}"), ("Gateway:KinesisProxyUrl", $"{kinesisProxy.Url}"), ("Records:BatchCallRecordsMax", "700"), .. Routing.Keyed]);
        const int Keys = 7;
        var records = Enumerable.Range(0, 5000).Select(n => string.Create(CultureInfo.InvariantCulture, $$"""{"index":{{n % Keys}},"n":{{n}}}""")).ToArray();

        var reply = await gateway.Client.PostRecordsAsync(string.Join('\n', records), contentType: "application/x-ndjson");

        Assert.Equal(200, reply.Status);
        Assert.Equal(records.Length, reply.Body.GetProperty("stored").GetInt32());
        var topic = ends.InTopic("demo.pin").Select(record => (Key: BackEnds.Text(record.Message.Key), Value: BackEnds.Text(record.Message.Value))).ToArray();
        var stream = (await ends.InStreamAsync("streaming-demo-pin")).Select(record => (Key: record.PartitionKey, Value: BackEnds.Text(record))).ToArray();
        Assert.Equal(records.Length, topic.Length);
        Assert.Equal(records.Length, stream.Length);
        for (var key = 0; key < Keys; key++)
        {
            var sent = Enumerable.Range(0, records.Length).Where(n => n % Keys == key).Select(n => records[n]).ToArray();
            Assert.Equal(sent, topic.Where(record => record.Key == $"{key}").Select(record => record.Value));
            Assert.Equal(sent, stream.Where(record => record.Key == $"{key}").Select(record => record.Value));
        }
    }
}
