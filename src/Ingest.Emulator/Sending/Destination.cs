namespace Ingest.Emulator.Sending;

/// <summary>Where the records of one source go on one path, and in which form.</summary>
internal sealed record Destination(EmulatorPath Path, EmulatorSource Source, string Name, bool Single, HttpMethod Method, Uri Uri, string ContentType)
{
    public static IReadOnlyList<Destination> All(EmulatorOptions options)
    {
        var gateway = options.Url.AbsoluteUri.TrimEnd('/');
        return
        [
            .. Enum.GetValues<EmulatorSource>().Select(source => Topic(gateway, options.UserId, source)),
            .. Enum.GetValues<EmulatorSource>().Select(source => Stream(gateway, options.UserId, source, single: options.Batch == 1)),
        ];
    }

    private static Destination Topic(string gateway, string userId, EmulatorSource source)
    {
        var topic = EmulatorNames.Topic(userId, source);
        return new Destination(
            EmulatorPath.Batch, source, topic, Single: false, HttpMethod.Post, new Uri($"{gateway}/topics/{topic}"), "application/vnd.kafka.json.v2+json");
    }

    private static Destination Stream(string gateway, string userId, EmulatorSource source, bool single)
    {
        var stream = EmulatorNames.Stream(userId, source);
        var action = single ? "record" : "records";
        return new Destination(
            EmulatorPath.Stream, source, stream, single, HttpMethod.Put, new Uri($"{gateway}/streams/{stream}/{action}"), "application/json");
    }
}
