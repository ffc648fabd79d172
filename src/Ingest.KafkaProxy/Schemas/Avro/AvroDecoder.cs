using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Avro;

namespace Ingest.KafkaProxy.Schemas.Avro;

/// <summary>Writes in Avro's JSON encoding what is in its binary encoding.</summary>
/// <remarks>
/// Bytes may be damaged or hostile: no length is believed that the bytes do not bear out. Source: Avro 1.12 specification,
/// "Binary encoding" and "JSON encoding".
/// </remarks>
internal ref struct AvroDecoder
{
    /// <summary>A schema may refer to itself, a stack has an end, and JSON writers stop at 1000.</summary>
    private const int DepthMax = 200;

    /// <summary>Of items that take no bytes, such as nulls.</summary>
    private const int EmptyItemsMax = 100_000;

    private readonly Utf8JsonWriter _json;
    private ReadOnlySpan<byte> _left;
    private int _depth;

    private AvroDecoder(ReadOnlySpan<byte> bytes, Utf8JsonWriter json)
    {
        _left = bytes;
        _json = json;
    }

    /// <exception cref="UnfitValueException">The bytes are not of <paramref name="schema"/>, or there are more of them.</exception>
    public static void Read(Schema schema, ReadOnlySpan<byte> bytes, Utf8JsonWriter json)
    {
        var decoder = new AvroDecoder(bytes, json);
        decoder.Read(schema);
        if (decoder._left.Length > 0)
        {
            throw new UnfitValueException($"{decoder._left.Length} bytes are left behind the value.");
        }
    }

    private void Read(Schema schema)
    {
        if (++_depth > DepthMax)
        {
            throw new UnfitValueException($"The value is nested deeper than {DepthMax}.");
        }

        switch (schema)
        {
            case LogicalSchema logical:
                Read(logical.BaseSchema);
                break;
            case RecordSchema record:
                ReadRecord(record);
                break;
            case UnionSchema union:
                ReadUnion(union);
                break;
            case ArraySchema array:
                _json.WriteStartArray();
                ReadItems(null, array.ItemSchema);
                _json.WriteEndArray();
                break;
            case MapSchema map:
                _json.WriteStartObject();
                ReadItems(map, map.ValueSchema);
                _json.WriteEndObject();
                break;
            case EnumSchema symbols:
                var symbol = ReadLong();
                _json.WriteStringValue(symbol >= 0 && symbol < symbols.Count ? symbols[(int)symbol] : throw new UnfitValueException($"{symbols.Fullname} has no symbol {symbol}."));
                break;
            case FixedSchema bytes:
                _json.WriteStringValue(Encoding.Latin1.GetString(Take(bytes.Size)));
                break;
            default:
                ReadPrimitive(schema.Tag);
                break;
        }

        _depth--;
    }

    private void ReadPrimitive(Schema.Type type)
    {
        switch (type)
        {
            case Schema.Type.Null:
                _json.WriteNullValue();
                break;
            case Schema.Type.Boolean:
                _json.WriteBooleanValue(Take(1)[0] switch { 0 => false, 1 => true, var other => throw new UnfitValueException($"{other} is no boolean.") });
                break;
            case Schema.Type.Int:
                var number = ReadLong();
                _json.WriteNumberValue(number is >= int.MinValue and <= int.MaxValue ? number : throw new UnfitValueException($"{number} is no int."));
                break;
            case Schema.Type.Long:
                _json.WriteNumberValue(ReadLong());
                break;
            case Schema.Type.Float:
                var real = BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));
                if (float.IsFinite(real))
                {
                    _json.WriteNumberValue(real);
                }
                else
                {
                    WriteSpecial(real);
                }

                break;
            case Schema.Type.Double:
                var wide = BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));
                if (double.IsFinite(wide))
                {
                    _json.WriteNumberValue(wide);
                }
                else
                {
                    WriteSpecial(wide);
                }

                break;
            case Schema.Type.Bytes:
                _json.WriteStringValue(Encoding.Latin1.GetString(TakeCounted()));
                break;
            default:
                _json.WriteStringValue(TakeText());
                break;
        }
    }

    /// <summary>JSON has no such numbers; Avro's Java library writes these words.</summary>
    private readonly void WriteSpecial(double value) =>
        _json.WriteStringValue(double.IsNaN(value) ? "NaN" : double.IsPositive(value) ? "Infinity" : "-Infinity");

    private void ReadRecord(RecordSchema record)
    {
        _json.WriteStartObject();
        foreach (var field in record.Fields)
        {
            _json.WritePropertyName(field.Name);
            Read(field.Schema);
        }

        _json.WriteEndObject();
    }

    private void ReadUnion(UnionSchema union)
    {
        var branch = ReadLong();
        var schema = branch >= 0 && branch < union.Count ? union[(int)branch] : throw new UnfitValueException($"A union of {union.Count} has no branch {branch}.");
        if (schema.Tag == Schema.Type.Null)
        {
            _json.WriteNullValue();
            return;
        }

        _json.WriteStartObject();
        _json.WritePropertyName(AvroEncoder.NameOf(schema));
        Read(schema);
        _json.WriteEndObject();
    }

    /// <summary>Blocks of items, each with its count, until one of 0; a negative count is followed by the block's size.</summary>
    private void ReadItems(MapSchema? map, Schema item)
    {
        var empty = 0;
        for (var count = ReadLong(); count != 0; count = ReadLong())
        {
            if (count < 0)
            {
                ReadLong();
                count = count == long.MinValue ? throw new UnfitValueException("A block's count is no number.") : -count;
            }

            for (; count > 0; count--)
            {
                var before = _left.Length;
                if (map is not null)
                {
                    _json.WritePropertyName(TakeText());
                }

                Read(item);
                if (_left.Length == before && ++empty > EmptyItemsMax)
                {
                    throw new UnfitValueException($"An array has more than {EmptyItemsMax} items without bytes.");
                }
            }
        }
    }

    private ReadOnlySpan<byte> TakeText() => TakeCounted() is var text && Utf8.IsValid(text) ? text : throw new UnfitValueException("A string is not valid UTF-8.");

    private ReadOnlySpan<byte> TakeCounted() => Take(ReadLong());

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > _left.Length)
        {
            throw new UnfitValueException($"{count} bytes are due where {_left.Length} are left.");
        }

        var taken = _left[..(int)count];
        _left = _left[(int)count..];
        return taken;
    }

    private long ReadLong()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next <= 0x7F)
            {
                return (long)(value >> 1) ^ -(long)(value & 1);
            }
        }

        throw new UnfitValueException("A number has more than ten bytes.");
    }
}
