using System.Buffers;
using System.Text;
using System.Text.Json;
using Ingest.KafkaProxy.Schemas;
using Ingest.KafkaProxy.Schemas.Json;

namespace Ingest.KafkaProxy.Tests.Schemas.Json;

public sealed class When_values_are_shown
{
    [Theory]
    [InlineData("{", "no JSON")]
    [InlineData("\"\\ud800\"", "half a surrogate pair")]
    public async Task What_was_damaged_by_who_wrote_it_is_said_to_be(string stored, string message)
    {
        var schema = await JsonRecordSchema.ParseAsync("{}", new Dictionary<string, string>());
        await using var shown = new Utf8JsonWriter(new ArrayBufferWriter<byte>());

        var refused = Assert.Throws<UnfitValueException>(() => schema.Decode(Encoding.UTF8.GetBytes(stored), shown));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }
}
