using System.Globalization;
using System.Text.Json;
using MySqlConnector;

namespace Ingest.Emulator.Events.Tables;

/// <summary>Writes a row as the JSON object that the classic emulator sends: the columns in their order, under their names.</summary>
internal static class TableRow
{
    private static readonly Type[] Written =
    [
        typeof(string), typeof(DateTime), typeof(double), typeof(float), typeof(decimal),
        typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
    ];

    /// <summary>Whether a column whose values are of this type can be sent.</summary>
    public static bool CanWrite(Type type) => Written.Contains(type);

    /// <summary>The reader's current row.</summary>
    /// <exception cref="FormatException">A value has no form in JSON; the message names its column.</exception>
    public static byte[] Write(MySqlDataReader reader)
    {
        using var text = new MemoryStream(1024);
        using (var json = new Utf8JsonWriter(text, GeneratedRows.Unescaped))
        {
            json.WriteStartObject();
            for (var column = 0; column < reader.FieldCount; column++)
            {
                json.WritePropertyName(reader.GetName(column));
                WriteValue(json, Value(reader, column));
            }

            json.WriteEndObject();
        }

        return text.ToArray();
    }

    private static object Value(MySqlDataReader reader, int column)
    {
        try
        {
            return reader.GetValue(column);
        }
        catch (Exception failure) when (failure is InvalidCastException or FormatException or MySqlConversionException)
        {
            throw new FormatException($"{reader.GetName(column)}: {failure.Message}", failure);
        }
    }

    private static void WriteValue(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case DBNull: json.WriteNullValue(); break;
            case string text: json.WriteStringValue(text); break;
            case DateTime moment: json.WriteStringValue(moment.ToString(GeneratedRows.DateFormat, CultureInfo.InvariantCulture)); break;
            case double number: json.WriteNumberValue(number); break;
            case float number: json.WriteNumberValue(number); break;
            case decimal number: json.WriteNumberValue(number); break;
            case ulong number: json.WriteNumberValue(number); break;
            default: json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
        }
    }
}
