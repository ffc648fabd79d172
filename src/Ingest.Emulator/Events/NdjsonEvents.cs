using System.Text;
using System.Text.Json;

namespace Ingest.Emulator.Events;

/// <summary>
/// Events from <c>emitted.pin.ndjson</c>, <c>emitted.geo.ndjson</c> and <c>emitted.user.ndjson</c>: line n of each is event n, and
/// is sent as it stands. Read as it is sent, so a file may be larger than memory.
/// </summary>
internal sealed class NdjsonEvents(string directory) : IEventSource
{
    private static readonly Encoding Strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string PathOf(string directory, EmulatorSource source) => Path.Combine(directory, $"emitted.{source.Name()}.ndjson");

    public IAsyncEnumerable<EmulatedEvent> ReadAsync(long count, CancellationToken cancellationToken) => Read(count).ToAsyncEnumerable();

    public IEnumerable<EmulatedEvent> Read(long count)
    {
        using var pins = new StreamReader(PathOf(directory, EmulatorSource.Pin), Strict);
        using var geos = new StreamReader(PathOf(directory, EmulatorSource.Geo), Strict);
        using var users = new StreamReader(PathOf(directory, EmulatorSource.User), Strict);

        for (var number = 0L; number < count; number++)
        {
            var pin = ReadLine(pins, EmulatorSource.Pin, number);
            var geo = ReadLine(geos, EmulatorSource.Geo, number);
            var user = ReadLine(users, EmulatorSource.User, number);
            if (pin is null && geo is null && user is null)
            {
                yield break;
            }

            yield return Join(number, pin, geo, user);
        }
    }

    private EmulatedEvent Join(long number, string? pin, string? geo, string? user)
    {
        var index = IndexOf(EmulatorSource.Pin, "index", number, pin);
        RequireSame(index, EmulatorSource.Geo, number, geo);
        RequireSame(index, EmulatorSource.User, number, user);
        return new EmulatedEvent(number, index, Strict.GetBytes(pin!), Strict.GetBytes(geo!), Strict.GetBytes(user!));
    }

    private void RequireSame(long index, EmulatorSource source, long number, string? line)
    {
        var own = IndexOf(source, "ind", number, line);
        if (own != index)
        {
            throw Bad(source, number, $"ind is {own}, but the pin of the same line has index {index}");
        }
    }

    private long IndexOf(EmulatorSource source, string name, long number, string? line)
    {
        if (line is null)
        {
            throw Bad(source, number, "the file ends here, and another of the three goes on");
        }

        try
        {
            using var row = JsonDocument.Parse(line);
            return row.RootElement.ValueKind != JsonValueKind.Object ? throw Bad(source, number, "the line is not a JSON object")
                : !row.RootElement.TryGetProperty(name, out var index) ? throw Bad(source, number, $"the row has no {name}")
                : index.ValueKind == JsonValueKind.Number && index.TryGetInt64(out var value) ? value
                : throw Bad(source, number, $"{name} is not an integer");
        }
        catch (JsonException notJson)
        {
            throw Bad(source, number, $"the line is not JSON: {notJson.Message}");
        }
    }

    private string? ReadLine(StreamReader file, EmulatorSource source, long number)
    {
        try
        {
            return file.ReadLine();
        }
        catch (DecoderFallbackException notText)
        {
            throw Bad(source, number, $"not UTF-8 here or within the next lines: {notText.Message}");
        }
    }

    private BadEventException Bad(EmulatorSource source, long number, string reason) =>
        new($"{PathOf(directory, source)} line {number + 1}: {reason}.");
}
