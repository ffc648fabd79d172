using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Avro;

namespace Ingest.KafkaProxy.Schemas.Avro;

/// <summary>Writes a value in Avro's JSON encoding in its binary encoding.</summary>
/// <remarks>Source: Avro 1.12 specification, "Binary encoding" and "JSON encoding".</remarks>
internal static class AvroEncoder
{
    /// <exception cref="UnfitValueException">It does not fit <paramref name="schema"/>; what was written until then means nothing.</exception>
    public static void Write(Schema schema, JsonElement value, IBufferWriter<byte> output) => Write(schema, value, output, "$");

    private static void Write(Schema schema, JsonElement value, IBufferWriter<byte> output, string path)
    {
        switch (schema)
        {
            case LogicalSchema logical:
                Write(logical.BaseSchema, value, output, path);
                break;
            case RecordSchema record:
                WriteRecord(record, value, output, path);
                break;
            case UnionSchema union:
                WriteUnion(union, value, output, path);
                break;
            case ArraySchema array:
                WriteArray(array, value, output, path);
                break;
            case MapSchema map:
                WriteMap(map, value, output, path);
                break;
            case EnumSchema symbols:
                var symbol = Text(value, path);
                WriteLong(symbols.Contains(symbol) ? symbols.Ordinal(symbol) : throw Unfit(path, $"one of {string.Join(", ", symbols.Symbols)}"), output);
                break;
            case FixedSchema bytes:
                output.Write(Bytes(value, path) is var raw && raw.Length == bytes.Size ? raw : throw Unfit(path, $"{bytes.Size} bytes"));
                break;
            default:
                WritePrimitive(schema.Tag, value, output, path);
                break;
        }
    }

    private static void WritePrimitive(Schema.Type type, JsonElement value, IBufferWriter<byte> output, string path)
    {
        switch (type)
        {
            case Schema.Type.Null:
                _ = value.ValueKind == JsonValueKind.Null ? 0 : throw Unfit(path, "null");
                break;
            case Schema.Type.Boolean:
                output.Write((ReadOnlySpan<byte>)[value.ValueKind switch { JsonValueKind.True => 1, JsonValueKind.False => 0, _ => throw Unfit(path, "true or false") }]);
                break;
            case Schema.Type.Int:
                WriteLong(value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : throw Unfit(path, "an int"), output);
                break;
            case Schema.Type.Long:
                WriteLong(value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var large) ? large : throw Unfit(path, "a long"), output);
                break;
            case Schema.Type.Float:
                BinaryPrimitives.WriteSingleLittleEndian(output.GetSpan(sizeof(float)), (float)Real(value, number => float.IsFinite((float)number), float.MaxValue, path));
                output.Advance(sizeof(float));
                break;
            case Schema.Type.Double:
                BinaryPrimitives.WriteDoubleLittleEndian(output.GetSpan(sizeof(double)), Real(value, double.IsFinite, double.MaxValue, path));
                output.Advance(sizeof(double));
                break;
            case Schema.Type.Bytes:
                WriteCounted(Bytes(value, path), output);
                break;
            default:
                WriteCounted(Encoding.UTF8.GetBytes(Text(value, path)), output);
                break;
        }
    }

    private static void WriteRecord(RecordSchema record, JsonElement value, IBufferWriter<byte> output, string path)
    {
        Check(value, JsonValueKind.Object, path, "an object");
        foreach (var property in value.EnumerateObject())
        {
            _ = record.Contains(property.Name) ? 0 : throw new UnfitValueException($"{path} has a field {property.Name} that {record.Fullname} does not have.");
        }

        foreach (var field in record.Fields)
        {
            var inner = $"{path}.{field.Name}";
            Write(field.Schema, value.TryGetProperty(field.Name, out var given) ? given : throw new UnfitValueException($"{inner} is missing."), output, inner);
        }
    }

    /// <summary>Null stands for itself, any other value in an object that names the branch.</summary>
    private static void WriteUnion(UnionSchema union, JsonElement value, IBufferWriter<byte> output, string path)
    {
        var (name, given) = value.ValueKind == JsonValueKind.Null ? ("null", value)
            : value.ValueKind == JsonValueKind.Object && value.GetPropertyCount() == 1 && value.EnumerateObject().First() is var only ? (only.Name, only.Value)
            : throw Unfit(path, Wanted(union));
        var branch = union.Schemas.ToList().FindIndex(schema => NameOf(schema) == name);
        WriteLong(branch >= 0 ? branch : throw Unfit(path, Wanted(union)), output);
        Write(union[branch], given, output, name == "null" ? path : $"{path}.{name}");
    }

    private static string Wanted(UnionSchema union) => $"null or an object such as {{\"{NameOf(union.Schemas.FirstOrDefault(schema => schema.Tag != Schema.Type.Null) ?? union)}\":…}}";

    /// <summary>How a union's branch is named in JSON: as its type, or in full when it has a name.</summary>
    public static string NameOf(Schema schema) => schema switch
    {
        LogicalSchema logical => NameOf(logical.BaseSchema),
        NamedSchema named => named.Fullname,
        _ => schema.Name,
    };

    private static void WriteArray(ArraySchema array, JsonElement value, IBufferWriter<byte> output, string path)
    {
        Check(value, JsonValueKind.Array, path, "an array");
        WriteCount(value.GetArrayLength(), output);
        foreach (var (index, item) in value.EnumerateArray().Index())
        {
            Write(array.ItemSchema, item, output, $"{path}[{index}]");
        }

        WriteLong(0, output);
    }

    private static void WriteMap(MapSchema map, JsonElement value, IBufferWriter<byte> output, string path)
    {
        Check(value, JsonValueKind.Object, path, "an object");
        WriteCount(value.GetPropertyCount(), output);
        foreach (var property in value.EnumerateObject())
        {
            WriteCounted(Encoding.UTF8.GetBytes(property.Name), output);
            Write(map.ValueSchema, property.Value, output, $"{path}.{property.Name}");
        }

        WriteLong(0, output);
    }

    /// <summary>Begins the one block of an array or a map; a 0 behind it ends them, and is all that an empty one has.</summary>
    private static void WriteCount(int items, IBufferWriter<byte> output)
    {
        if (items > 0)
        {
            WriteLong(items, output);
        }
    }

    private static void WriteCounted(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        WriteLong(bytes.Length, output);
        output.Write(bytes);
    }

    /// <summary>Zig-zag, seven bits a byte, the lowest first.</summary>
    private static void WriteLong(long value, IBufferWriter<byte> output)
    {
        var left = (ulong)((value << 1) ^ (value >> 63));
        var span = output.GetSpan(10);
        var length = 0;
        for (; left > 0x7F; left >>= 7)
        {
            span[length++] = (byte)(left | 0x80);
        }

        span[length++] = (byte)left;
        output.Advance(length);
    }

    /// <summary>Each character is a byte.</summary>
    private static byte[] Bytes(JsonElement value, string path)
    {
        var text = Text(value, path);
        return !text.AsSpan().ContainsAnyExceptInRange('\0', 'ÿ') ? Encoding.Latin1.GetBytes(text) : throw Unfit(path, "a string of characters from U+0000 to U+00FF, one for each byte");
    }

    private static double Real(JsonElement value, Func<double, bool> fits, double most, string path) => value.ValueKind switch
    {
        JsonValueKind.Number => fits(value.GetDouble()) ? value.GetDouble() : throw Unfit(path, $"at most {most}"),
        JsonValueKind.String when value.ValueEquals("NaN") => double.NaN,
        JsonValueKind.String when value.ValueEquals("Infinity") => double.PositiveInfinity,
        JsonValueKind.String when value.ValueEquals("-Infinity") => double.NegativeInfinity,
        _ => throw Unfit(path, "a number"),
    };

    private static string Text(JsonElement value, string path)
    {
        Check(value, JsonValueKind.String, path, "a string");
        return value.GetString()!;
    }

    private static void Check(JsonElement value, JsonValueKind kind, string path, string what) => _ = value.ValueKind == kind ? 0 : throw Unfit(path, what);

    private static UnfitValueException Unfit(string path, string what) => new($"{path} has to be {what}.");
}
