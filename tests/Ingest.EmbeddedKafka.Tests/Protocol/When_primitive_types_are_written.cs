using Ingest.EmbeddedKafka.Protocol;

namespace Ingest.EmbeddedKafka.Tests.Protocol;

public sealed class When_primitive_types_are_written
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void They_are_read_as_they_were(bool flexible)
    {
        var id = new Guid("00112233-4455-6677-8899-aabbccddeeff");
        using var writer = new KafkaWriter(flexible);
        writer.WriteBoolean(true);
        writer.WriteInt8(-1);
        writer.WriteInt16(short.MinValue);
        writer.WriteInt32(int.MaxValue);
        writer.WriteInt64(long.MinValue);
        writer.WriteUuid(id);
        writer.WriteString("größe");
        writer.WriteString(null);
        writer.WriteBytes(new byte[1000]);
        writer.WriteNullBytes();
        writer.WriteArray(new[] { 1, 2, 300 }, (item, value) => item.WriteInt32(value));
        writer.WriteArray<int>(null, (item, value) => item.WriteInt32(value));
        writer.WriteTaggedFields();

        var reader = new KafkaReader(writer.Written, flexible);

        Assert.True(reader.ReadBoolean());
        Assert.Equal(-1, reader.ReadInt8());
        Assert.Equal(short.MinValue, reader.ReadInt16());
        Assert.Equal(int.MaxValue, reader.ReadInt32());
        Assert.Equal(long.MinValue, reader.ReadInt64());
        Assert.Equal(id, reader.ReadUuid());
        Assert.Equal("größe", reader.ReadString());
        Assert.Null(reader.ReadNullableString());
        Assert.Equal(1000, reader.ReadBytes().Length);
        Assert.Null(reader.ReadNullableBytes());
        Assert.Equal([1, 2, 300], reader.ReadArray(item => item.ReadInt32()));
        Assert.Null(reader.ReadNullableArray(item => item.ReadInt32()));
        reader.SkipTaggedFields();
        Assert.Equal(0, reader.Remaining);
    }

    [Fact]
    public void A_length_beyond_what_is_there_is_malformed_and_costs_no_memory()
    {
        Assert.Throws<MalformedRequestException>(() => new KafkaReader(new byte[] { 0x7f, 0xff, 0xff, 0xff }, false).ReadArray(item => item.ReadInt32()));
        Assert.Throws<MalformedRequestException>(() => new KafkaReader(new byte[] { 0x7f, 0xff, 0xff, 0xff }, false).ReadBytes());
        Assert.Throws<MalformedRequestException>(() => new KafkaReader(new byte[] { 0xff, 0xff, 0xff, 0xff, 0x0f }, true).ReadString());
    }
}
