using System.Buffers;
using System.Text;
using Ingest.S3Sink.Records;

namespace Ingest.S3Sink.Tests.Records;

public sealed class When_a_value_becomes_a_line
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    [InlineData(""" [1, 2.50, 1e3, 12345678901234567890123] """, """ [1, 2.50, 1e3, 12345678901234567890123] """)]
    [InlineData("{\n  \"a\": \"x\\ny  z\",\r\n\t\"b\": [\n    1\n  ]\n}\n", "{\"a\": \"x\\ny  z\",\"b\": [1]}")]
    [InlineData("\r\n\"text\"", "\"text\"")]
    [InlineData("null", "null")]
    public void It_is_written_as_it_is_but_for_line_ends_and_the_indentation_after_them(string value, string line)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        var lines = new ArrayBufferWriter<byte>();

        Assert.Null(JsonLine.Fault(bytes));
        JsonLine.Append(lines, bytes);

        Assert.Equal(line + "\n", Encoding.UTF8.GetString(lines.WrittenSpan));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("text")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\":1} {\"b\":2}")]
    [InlineData("\"a\nb\"")]
    [InlineData("[1,]")]
    [InlineData("/* c */ 1")]
    public void What_is_no_single_JSON_value_has_a_fault(string value) =>
        Assert.StartsWith("not JSON", JsonLine.Fault(Encoding.UTF8.GetBytes(value)), StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_no_text_have_a_fault() =>
        Assert.Equal("not JSON: not valid UTF-8", JsonLine.Fault([(byte)'"', 0xff, (byte)'"']));

    [Fact]
    public void A_tombstone_has_a_fault() => Assert.StartsWith("tombstone", JsonLine.Fault(null), StringComparison.Ordinal);
}
