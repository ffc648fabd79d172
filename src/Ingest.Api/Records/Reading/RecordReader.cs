using System.Text.Json;
using System.Text.Unicode;
using Ingest.Api.Records.Routes;

namespace Ingest.Api.Records.Reading;

/// <summary>
/// Finds the records of a body: one object, an array of objects, or objects one after the other (NDJSON). All of the body is read
/// before anything of it is sent.
/// </summary>
internal ref struct RecordReader
{
    /// <summary>The deepest record, in levels; the worker reads no deeper by default.</summary>
    private const int DepthMax = 64;

    private const string Shapes = """Send {"a":1}, [{"a":1},{"a":2}], or an object a line.""";

    private readonly ReadOnlyMemory<byte> _body;
    private readonly SourceRoute _route;
    private readonly RecordsOptions _options;
    private readonly bool _isArray;
    private readonly List<IncomingRecord> _records = [];
    private Utf8JsonReader _json;

    private RecordReader(ReadOnlyMemory<byte> body, SourceRoute route, RecordsOptions options)
    {
        (_body, _route, _options) = (body, route, options);
        _isArray = body.Span.TrimStart(" \t\r\n"u8) is [(byte)'[', ..];
        _json = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = _isArray ? DepthMax + 1 : DepthMax, AllowMultipleValues = true });
    }

    /// <summary>The records in the order of the body, at least one.</summary>
    /// <exception cref="RefusedException">Something in it is wrong; the record and the field are named.</exception>
    public static List<IncomingRecord> Read(ReadOnlyMemory<byte> body, SourceRoute route, RecordsOptions options)
    {
        // The reader lets the bytes inside a string pass unread, and they would be stored.
        if (!Utf8.IsValid(body.Span))
        {
            throw new RefusedException(Refusal.Malformed("The body is not valid UTF-8."));
        }

        var text = body.Span is [0xEF, 0xBB, 0xBF, ..] ? body[3..] : body;
        if (text.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            throw new RefusedException(Refusal.Unfit($"There are no records. {Shapes}"));
        }

        return new RecordReader(text, route, options).ReadAll();
    }

    private List<IncomingRecord> ReadAll()
    {
        try
        {
            if (_isArray)
            {
                ReadArray();
            }
            else
            {
                while (_json.Read())
                {
                    ReadRecord();
                }
            }
        }
        catch (JsonException malformed)
        {
            var reason = malformed.Message.Split(" LineNumber:")[0].Split(" Path:")[0];
            throw new RefusedException(Refusal.Malformed(
                $"The body is not JSON in records[{_records.Count}], at line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}: {reason}", _records.Count));
        }

        return _records.Count > 0 ? _records : throw new RefusedException(Refusal.Unfit($"There are no records. {Shapes}"));
    }

    private void ReadArray()
    {
        _json.Read();
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            ReadRecord();
        }

        if (_json.Read())
        {
            throw new RefusedException(Refusal.Malformed($"Something follows the array's end, at byte {_json.TokenStartIndex + 1}. {Shapes}"));
        }
    }

    private void ReadRecord()
    {
        var index = _records.Count;
        if (index == _options.RequestRecordsMax)
        {
            throw new RefusedException(Refusal.TooLarge($"There are more than {_options.RequestRecordsMax} records in the request (Records:RequestRecordsMax)."));
        }

        if (_json.TokenType != JsonTokenType.StartObject)
        {
            throw new RefusedException(Refusal.Unfit($"records[{index}] has to be an object; it is {NameOf(_json.TokenType)}. {Shapes}", index));
        }

        var start = (int)_json.TokenStartIndex;
        var fields = ReadFields(index);
        var json = _body[start..(int)_json.BytesConsumed];
        var key = _route.Key is { } at ? RecordKey.Check(fields[at], _route.Fields[at], index) : default;

        var bytes = json.Length + System.Text.Encoding.UTF8.GetByteCount(key.Text ?? "");
        if (bytes > _options.RecordBytesMax)
        {
            throw new RefusedException(Refusal.TooLarge(
                $"records[{index}] has {bytes} bytes with its key; Records:RecordBytesMax is {_options.RecordBytesMax}.", index));
        }

        _records.Add(new IncomingRecord(json, key.Text, key.Kind == FieldKind.Number, DestinationPolicy.Decide(_route, fields)));
    }

    /// <summary>The values of the route's fields; the reader stands at the record's end then.</summary>
    private FieldValue[] ReadFields(int record)
    {
        var fields = new FieldValue[_route.Fields.Count];
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var field = FieldHere();
            _json.Read();
            if (field < 0)
            {
                _json.Skip();
                continue;
            }

            fields[field] = fields[field].Kind == FieldKind.Missing
                ? ReadValue(record, _route.Fields[field])
                : throw new RefusedException(Refusal.Unfit($"records[{record}] has the field {_route.Fields[field]} twice.", record, _route.Fields[field]));
        }

        return fields;
    }

    /// <summary>Which of the route's fields the name here is; −1 when it is none.</summary>
    private readonly int FieldHere()
    {
        if (_route.Fields.Count == 0 || (_json.ValueIsEscaped && !JsonText.TryRead(_json, out _)))
        {
            return -1;
        }

        for (var i = 0; i < _route.Fields.Count; i++)
        {
            if (_json.ValueTextEquals(_route.Fields[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private FieldValue ReadValue(int record, string field)
    {
        switch (_json.TokenType)
        {
            case JsonTokenType.String:
                return JsonText.TryRead(_json, out var text)
                    ? new FieldValue(FieldKind.Text, text)
                    : throw new RefusedException(Refusal.Unfit($"records[{record}].{field} holds half of a surrogate pair.", record, field));
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                _json.Skip();
                return new FieldValue(FieldKind.Composite, null);
            default:
                var kind = _json.TokenType == JsonTokenType.Number ? FieldKind.Number : FieldKind.Literal;
                return new FieldValue(kind, System.Text.Encoding.UTF8.GetString(_json.ValueSpan));
        }
    }

    private static string NameOf(JsonTokenType token) => token switch
    {
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };
}
