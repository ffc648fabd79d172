using System.Buffers;
using System.Text;
using System.Text.Json;
using Avro.Generic;
using Avro.IO;
using Ingest.KafkaProxy.Schemas;
using Ingest.KafkaProxy.Schemas.Avro;

namespace Ingest.KafkaProxy.Tests.Schemas.Avro;

public sealed class When_values_are_encoded
{
    private const string All = """
        {"type":"record","name":"All","namespace":"n","fields":[
          {"name":"b","type":"boolean"},{"name":"i","type":"int"},{"name":"l","type":"long"},{"name":"f","type":"float"},{"name":"d","type":"double"},
          {"name":"s","type":"string"},{"name":"y","type":"bytes"},{"name":"x","type":{"type":"fixed","name":"X","size":2}},
          {"name":"e","type":{"type":"enum","name":"E","symbols":["A","B"]}},{"name":"a","type":{"type":"array","items":"int"}},
          {"name":"m","type":{"type":"map","values":"long"}},{"name":"u","type":["null","string",{"type":"record","name":"In","fields":[{"name":"v","type":"int"}]}]},
          {"name":"t","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"c","type":{"type":"bytes","logicalType":"decimal","precision":6,"scale":2}}]}
        """;

    private const string Value =
        """{"b":true,"i":-2147483648,"l":9223372036854775807,"f":1.5,"d":-0.1,"s":"straße","y":"ÿ\u0000","x":"ab","e":"B","a":[1,-1,300],"m":{"k":5},"u":{"n.In":{"v":7}},"t":1700000000000,"c":"\u0001"}""";

    /// <summary>The library's own writer and reader are on the other side.</summary>
    [Theory]
    [InlineData(Value)]
    [InlineData("""{"b":false,"i":0,"l":-1,"f":0,"d":3,"s":"","y":"","x":"\u0000ÿ","e":"A","a":[],"m":{},"u":null,"t":0,"c":"\u007f"}""")]
    [InlineData("""{"b":false,"i":64,"l":-65,"f":3.4028235E+38,"d":1e300,"s":"a","y":"a","x":"zz","e":"A","a":[0],"m":{"a":1,"b":2},"u":{"string":"x"},"t":-1,"c":"ÿ"}""")]
    public void The_bytes_are_those_that_the_Avro_library_writes(string json)
    {
        var (schema, ours) = (new AvroRecordSchema(All, []), Encode(All, json));
        var theirs = global::Avro.Schema.Parse(All);
        var read = new GenericDatumReader<object>(theirs, theirs).Read(null!, new BinaryDecoder(new MemoryStream(ours)));
        using var written = new MemoryStream();
        new GenericDatumWriter<object>(theirs).Write(read, new BinaryEncoder(written));

        // The library ends arrays and maps alike, in one block.
        Assert.Equal(written.ToArray(), ours);
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(json).RootElement, JsonDocument.Parse(Decode(schema, ours)).RootElement), Decode(schema, ours));
    }

    [Theory]
    [InlineData("\"int\"", "1.5", "$ has to be an int")]
    [InlineData("\"int\"", "2147483648", "$ has to be an int")]
    [InlineData("\"int\"", "\"1\"", "$ has to be an int")]
    [InlineData("\"long\"", "9223372036854775808", "$ has to be a long")]
    [InlineData("\"float\"", "1e39", "$ has to be at most")]
    [InlineData("\"double\"", "1e400", "$ has to be at most")]
    [InlineData("\"double\"", "\"one\"", "$ has to be a number")]
    [InlineData("\"boolean\"", "0", "$ has to be true or false")]
    [InlineData("\"null\"", "0", "$ has to be null")]
    [InlineData("\"string\"", "1", "$ has to be a string")]
    [InlineData("\"string\"", "\"\\ud800\"", "half a surrogate pair")]
    [InlineData("\"bytes\"", "\"€\"", "U+0000 to U+00FF")]
    [InlineData("""{"type":"fixed","name":"F","size":2}""", "\"abc\"", "$ has to be 2 bytes")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A"]}""", "\"B\"", "$ has to be one of A")]
    [InlineData("""{"type":"array","items":"int"}""", "[1,null]", "$[1] has to be an int")]
    [InlineData("""{"type":"map","values":"int"}""", """{"k":"v"}""", "$.k has to be an int")]
    [InlineData("""["null","string"]""", "\"x\"", "$ has to be null or an object such as {\"string\":…}")]
    [InlineData("""["null","string"]""", """{"int":1}""", "$ has to be null or an object such as")]
    [InlineData("""["null","string"]""", """{"string":1}""", "$.string has to be a string")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":"int","default":1}]}""", "{}", "$.a is missing")]
    [InlineData("""{"type":"record","name":"R","fields":[]}""", """{"b":1}""", "$ has a field b that R does not have")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""", """{"a":1,"a":2}""", "a")]
    public void What_does_not_fit_is_refused_with_its_place(string schema, string json, string message) =>
        Assert.Contains(message, Assert.Throws<UnfitValueException>(() => Encode(schema, json)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"double\"", "\"NaN\"")]
    [InlineData("\"double\"", "\"-Infinity\"")]
    [InlineData("\"float\"", "\"Infinity\"")]
    public void Numbers_that_JSON_does_not_have_are_words(string schema, string json) =>
        Assert.Equal(json, Decode(new AvroRecordSchema(schema, []), Encode(schema, json)));

    [Theory]
    [InlineData("\"string\"", "FEFFFFFFFFFFFFFFFF01")] // as long as nothing is
    [InlineData("\"string\"", "08616263")] // one byte short
    [InlineData("\"string\"", "04FFFE")] // no UTF-8
    [InlineData("\"boolean\"", "02")]
    [InlineData("\"int\"", "FFFFFFFFFFFFFFFFFFFF01")] // eleven bytes
    [InlineData("\"int\"", "FEFFFFFFFF7F")] // no int
    [InlineData("\"int\"", "0202")] // one too many
    [InlineData("""["null","string"]""", "04")]
    [InlineData("""{"type":"enum","name":"E","symbols":["A"]}""", "02")]
    [InlineData("""{"type":"array","items":"null"}""", "FEFFFFFFFFFFFFFFFF01")] // for ever
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"r","type":["null","R"]}]}""", "*02")] // ever deeper
    public void Damaged_bytes_are_refused(string schema, string hex)
    {
        var bytes = hex[0] == '*' ? Enumerable.Repeat(Convert.FromHexString(hex[1..])[0], 100_000).ToArray() : Convert.FromHexString(hex);

        Assert.Throws<UnfitValueException>(() => Decode(new AvroRecordSchema(schema, []), bytes));
    }

    [Fact]
    public void Any_bytes_are_read_or_refused()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var (random, schema, valid) = (new Random(seed), new AvroRecordSchema(All, []), Encode(All, Value));
        var refused = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = (byte[])valid.Clone();
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                JsonDocument.Parse(Decode(schema, bytes.AsSpan(0, random.Next(4) == 0 ? random.Next(bytes.Length) : bytes.Length)));
            }
            catch (UnfitValueException)
            {
                refused++; // anything else is a fault of ours, and ends the test
            }
        }

        Assert.InRange(refused, 1000, 19_000);
    }

    private static byte[] Encode(string schema, string json) =>
        new KnownSchema(1, SchemaType.Avro, new AvroRecordSchema(schema, [])).Encode(Encoding.UTF8.GetBytes(json).AsMemory())[KnownSchema.HeaderBytes..];

    private static string Decode(AvroRecordSchema schema, ReadOnlySpan<byte> bytes)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            schema.Decode(bytes, json);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
