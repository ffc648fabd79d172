using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amazon.Kinesis.Internal;

/// <summary>A moment as seconds since 1970 with a fraction, to the 100 ns of <see cref="DateTime"/>.</summary>
internal sealed class EpochSecondsConverter : JsonConverter<DateTime>
{
    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // The token is written with an exponent by some servers; decimal reads both without rounding.
        var ticks = reader.GetDecimal() * TimeSpan.TicksPerSecond;
        var (min, max) = (DateTime.MinValue - DateTime.UnixEpoch, DateTime.MaxValue - DateTime.UnixEpoch);
        return ticks < min.Ticks || ticks > max.Ticks
            ? throw new JsonException("A timestamp is outside the years 1 to 9999.")
            : DateTime.UnixEpoch.AddTicks((long)ticks);
    }

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
        writer.WriteNumberValue((value.ToUniversalTime() - DateTime.UnixEpoch).Ticks / (decimal)TimeSpan.TicksPerSecond);
}
