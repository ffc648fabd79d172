using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ingest.Api.Records.Reading;

namespace Ingest.Api.Records.Sending;

/// <summary>The body of one call: <c>{"records":[…]}</c> with as many records as the call may have.</summary>
/// <param name="Bytes">The body.</param>
/// <param name="Count">How many records are in it.</param>
internal readonly record struct CallBody(ReadOnlyMemory<byte> Bytes, int Count)
{
    private static ReadOnlySpan<byte> Opening => """{"records":["""u8;

    private static ReadOnlySpan<byte> Closing => "]}"u8;

    /// <summary>Takes the records at <paramref name="indexes"/> from <paramref name="from"/> on; the first goes in however large it is.</summary>
    public static CallBody Write(IProxyApi api, IReadOnlyList<IncomingRecord> records, IReadOnlyList<int> indexes, int from)
    {
        var body = new ArrayBufferWriter<byte>(Math.Min(api.CallBytesMax, 64 << 10));
        var entry = new ArrayBufferWriter<byte>();
        body.Write(Opening);
        var count = 0;
        for (; from + count < indexes.Count && count < api.CallRecordsMax; count++)
        {
            entry.ResetWrittenCount();
            api.Write(entry, records[indexes[from + count]]);
            if (count > 0 && body.WrittenCount + 1 + entry.WrittenCount + Closing.Length > api.CallBytesMax)
            {
                break;
            }

            body.Write(count > 0 ? ","u8 : default);
            body.Write(entry.WrittenSpan);
        }

        body.Write(Closing);
        return new CallBody(body.WrittenMemory, count);
    }

    /// <summary>Text as a JSON string, with its quotes.</summary>
    public static void WriteString(IBufferWriter<byte> body, string text)
    {
        body.Write("\""u8);
        body.Write(JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        body.Write("\""u8);
    }

    /// <summary>Text as it is.</summary>
    public static void WriteRaw(IBufferWriter<byte> body, string text) => Encoding.UTF8.GetBytes(text, body);
}
