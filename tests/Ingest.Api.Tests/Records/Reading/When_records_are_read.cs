using System.Text;
using CsCheck;
using Ingest.Api.Records;
using Ingest.Api.Records.Reading;
using Ingest.Api.Records.Routes;

namespace Ingest.Api.Tests.Records.Reading;

public sealed class When_records_are_read
{
    private static readonly SourceOptions Keyed = new() { Destinations = ["batch"], Topic = "t", KeyField = "index" };
    private static readonly SourceOptions Bare = new() { Destinations = ["batch"], Topic = "t" };

    [Theory]
    [InlineData("""{"index":1}""", 1)]
    [InlineData(""" [ {"index":1} , {"index":2} ] """, 2)]
    [InlineData("{\"index\":1}\n{\"index\":2}\r\n\n{\"index\":3}", 3)]
    [InlineData("""{"index":1}{"index":2}""", 2)]
    [InlineData("\uFEFF{\"index\":1}", 1)]
    [InlineData("""{"index":"7528","more":[{"index":null}]}""", 1)]
    public void An_object_an_array_and_lines_are_taken(string body, int count) => Assert.Equal(count, Read(body, Keyed).Count);

    [Theory]
    [InlineData("""{"index":1.10, "big":12345678901234567890.0,"e":1E+2,"text":"\u00e4\/"  }""")]
    public void A_record_keeps_its_bytes(string record)
    {
        Assert.Equal(record, Encoding.UTF8.GetString(Read($"[{record},{record}]", Keyed)[1].Json.Span));
        Assert.Equal(record, Encoding.UTF8.GetString(Read($"{record}\n{record}\n", Keyed)[1].Json.Span));
        Assert.Equal("1.10", Read(record, Keyed)[0].Key);
    }

    [Theory]
    [InlineData("", 422, null, null, "There are no records.")]
    [InlineData(" \n", 422, null, null, "There are no records.")]
    [InlineData("[]", 422, null, null, "There are no records.")]
    [InlineData("3", 422, 0, null, "records[0] has to be an object; it is a number.")]
    [InlineData("null", 422, 0, null, "records[0] has to be an object; it is null.")]
    [InlineData("""[{"index":1},"x"]""", 422, 1, null, "records[1] has to be an object; it is a string.")]
    [InlineData("""[[{"index":1}]]""", 422, 0, null, "records[0] has to be an object; it is an array.")]
    [InlineData("""{"index":1} [{"index":2}]""", 422, 1, null, "records[1] has to be an object; it is an array.")]
    [InlineData("""[{"index":1}] {"index":2}""", 400, null, null, "Something follows the array's end, at byte 15.")]
    [InlineData("""[{"index":1},]""", 400, 1, null, "The body is not JSON in records[1], at line 1, byte 14:")]
    [InlineData("{\"index\":1}\n{\"index\":", 400, 1, null, "The body is not JSON in records[1], at line 2, byte 10:")]
    [InlineData("{\"index\":1}\nnot json", 400, 1, null, "The body is not JSON in records[1], at line 2,")]
    [InlineData("""{"inde":1}""", 422, 0, "index", "records[0].index is missing. It is the record's key.")]
    [InlineData("""[{"index":1},{"index":null}]""", 422, 1, "index", "records[1].index has to be a string or a number; it is null.")]
    [InlineData("""{"index":true}""", 422, 0, "index", "records[0].index has to be a string or a number; it is true.")]
    [InlineData("""{"index":{}}""", 422, 0, "index", "records[0].index has to be a string or a number; it is an object or an array.")]
    [InlineData("""{"index":""}""", 422, 0, "index", "records[0].index is empty.")]
    [InlineData("""{"index":1,"index":2}""", 422, 0, "index", "records[0] has the field index twice.")]
    [InlineData("""{"index":"\ud800"}""", 422, 0, "index", "records[0].index holds half of a surrogate pair.")]
    public void What_is_wrong_is_named_by_record_field_and_reason(string body, int status, int? record, string? field, string message)
    {
        var refusal = Refused(body, Keyed);

        Assert.Equal((status, record, field), (refusal.Status, refusal.Record, refusal.Field));
        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_too_much_is_named_by_its_limit()
    {
        var options = new RecordsOptions { RequestRecordsMax = 2, RecordBytesMax = 20 };

        Assert.Equal((413, null), Of(Refused("{}{}{}", Bare, options)));
        Assert.Equal((413, 1), Of(Refused("""[{},{"long":"0123456789"}]""", Bare, options)));
        Assert.Equal((413, 0), Of(Refused("""{"index":"123456"}""", Keyed, options)));
        Assert.Equal((422, 0), Of(Refused($$"""{"index":"{{new string('k', 257)}}"}""", Keyed)));
        Assert.Equal((400, 0), Of(Refused(Nested(65), Bare)));
        Assert.Single(Read(Nested(64), Bare));
        Assert.Single(Read($"[{Nested(64)}]", Bare));

        static (int, int?) Of(Refusal refusal) => (refusal.Status, refusal.Record);
        static string Nested(int levels) => string.Concat(Enumerable.Repeat("{\"a\":", levels - 1)) + "{}" + new string('}', levels - 1);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused() =>
        Assert.Equal(400, Assert.Throws<RefusedException>(() => RecordReader.Read(new byte[] { 0x7B, 0x22, 0xC3, 0x22, 0x3A, 0x31, 0x7D }, Routing.Route(Bare), new())).Refusal.Status);

    /// <summary>CsCheck prints the seed of a failure.</summary>
    [Fact]
    public void The_three_shapes_hold_the_same_records() =>
        Gen.Select(Gen.Int, Gen.String).Select((number, text) => System.Text.Json.JsonSerializer.Serialize(new { index = number, text })).Array[1, 20].Sample(records =>
        {
            Assert.Equal(records, Texts($"[{string.Join(",", records)}]"));
            Assert.Equal(records, Texts(string.Join("\n", records)));
            Assert.Equal(records[..1], Texts(records[0]));

            static IEnumerable<string> Texts(string body) => Read(body, Keyed).Select(record => Encoding.UTF8.GetString(record.Json.Span));
        });

    private static List<IncomingRecord> Read(string body, SourceOptions source, RecordsOptions? options = null) =>
        RecordReader.Read(Encoding.UTF8.GetBytes(body), Routing.Route(source), options ?? new());

    private static Refusal Refused(string body, SourceOptions source, RecordsOptions? options = null) =>
        Assert.Throws<RefusedException>(() => Read(body, source, options)).Refusal;
}
