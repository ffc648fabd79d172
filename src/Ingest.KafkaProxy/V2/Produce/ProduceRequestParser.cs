using System.Text.Json;
using System.Text.Unicode;
using Ingest.KafkaProxy.Limits;
using Ingest.KafkaProxy.Wire;

namespace Ingest.KafkaProxy.V2.Produce;

/// <summary>Reads the envelope of a produce request. All of it is read before the first record goes anywhere.</summary>
internal ref struct ProduceRequestParser
{
    /// <summary>For the most common mistake, which is to post the row as it is.</summary>
    public const string Shape = """Expected {"records":[{"value":{…}}]}.""";

    private readonly RecordParser _recordParser;
    private readonly int _recordsMax;
    private readonly PendingProduce _records;
    private BodyCursor _body;

    private ProduceRequestParser(RequestBody body, EmbeddedFormat format, KafkaRestOptions options, PendingProduce records)
    {
        _records = records;
        _recordParser = new RecordParser(format, options.Strict);
        _recordsMax = options.RecordsPerRequestMax;
        _body = new BodyCursor(body.Buffer, body.Length);
    }

    /// <summary>Reads the records of <paramref name="body"/>, at least one; they lie in its buffer.</summary>
    /// <param name="body">What was sent; what it held is not there any more.</param>
    /// <param name="format">How keys and values are written.</param>
    /// <param name="options">What is accepted.</param>
    /// <param name="records">Where they go, in the order of the request.</param>
    /// <returns>Why there are none; null when there are.</returns>
    public static RestError? Parse(RequestBody body, EmbeddedFormat format, KafkaRestOptions options, PendingProduce records)
    {
        if (body.Length == 0)
        {
            return RestError.Unprocessable($"The request has no body. {Shape}");
        }

        if (format == EmbeddedFormat.Raw)
        {
            records.Add().SetValue(body.Buffer, 0, body.Length);
            return null;
        }

        // The reader lets the bytes inside a string pass unread, and they would be stored.
        if (!Utf8.IsValid(body.Span))
        {
            return RestError.Malformed("Malformed JSON: the body is not valid UTF-8.");
        }

        try
        {
            return new ProduceRequestParser(body, format, options, records).ReadEnvelope();
        }
        catch (JsonException malformed)
        {
            return RestError.Malformed($"Malformed JSON: {malformed.Message}");
        }
        catch (RestException refused)
        {
            return refused.Error;
        }
    }

    private RestError? ReadEnvelope()
    {
        _body.Json.Read();
        if (_body.Json.TokenType != JsonTokenType.StartObject)
        {
            return _body.Json.TokenType == JsonTokenType.Null
                ? RestError.Unprocessable($"The body is null. {Shape}")
                : RestError.Malformed($"The body has to be an object. {Shape}");
        }

        var seen = Fields.None;
        string? unknown = null;
        while (_body.Json.Read() && _body.Json.TokenType == JsonTokenType.PropertyName)
        {
            unknown = ReadField(ref seen) ?? unknown;
        }

        _body.Json.Read(); // throws when something follows
        if (unknown is not null)
        {
            var hint = seen.HasFlag(Fields.Records) ? "" : $". {Shape}";
            return RestError.Unprocessable($"Unrecognized field: {unknown}{hint}");
        }

        return _records.Count > 0 ? null : RestError.Unprocessable($"There are no records. {Shape}");
    }

    /// <summary>Reads one field of the envelope; gives its name when there is no such field.</summary>
    private string? ReadField(ref Fields seen)
    {
        if (_body.Is("records"u8))
        {
            _body.Mark(ref seen, Fields.Records, "records");
            ReadRecords();
        }
        else if (_body.Is("key_schema"u8))
        {
            _body.Mark(ref seen, Fields.KeySchema, "key_schema");
            _records.KeySchema = _records.KeySchema with { Text = ReadSchema("key_schema") };
        }
        else if (_body.Is("value_schema"u8))
        {
            _body.Mark(ref seen, Fields.ValueSchema, "value_schema");
            _records.ValueSchema = _records.ValueSchema with { Text = ReadSchema("value_schema") };
        }
        else if (_body.Is("key_schema_id"u8))
        {
            _body.Mark(ref seen, Fields.KeySchemaId, "key_schema_id");
            _records.KeySchema = _records.KeySchema with { Id = (int?)_body.ReadInteger("key_schema_id", 0, int.MaxValue) };
        }
        else if (_body.Is("value_schema_id"u8))
        {
            _body.Mark(ref seen, Fields.ValueSchemaId, "value_schema_id");
            _records.ValueSchema = _records.ValueSchema with { Id = (int?)_body.ReadInteger("value_schema_id", 0, int.MaxValue) };
        }
        else
        {
            var name = _body.UnknownName();
            _body.Json.Skip();
            return name;
        }

        return null;
    }

    /// <summary>A schema, as text. Json and binary need none; a client that names one is not refused, as REST Proxy does not.</summary>
    private string? ReadSchema(string name)
    {
        _body.Json.Read();
        return _body.Json.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => _body.Text(name),
            _ => throw _body.Malformed(name, "a string"),
        };
    }

    private void ReadRecords()
    {
        _body.Json.Read();
        if (_body.Json.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (_body.Json.TokenType != JsonTokenType.StartArray)
        {
            throw new RestException(RestError.Malformed($"records has to be an array. {Shape}"));
        }

        while (_body.Json.Read() && _body.Json.TokenType != JsonTokenType.EndArray)
        {
            if (_records.Count == _recordsMax)
            {
                throw new RestException(new(413, 413, $"There are more than {_recordsMax} records in the request."));
            }

            _body.Record = _records.Count;
            _recordParser.Read(ref _body, _records.Add());
        }

        _body.Record = -1;
    }
}
