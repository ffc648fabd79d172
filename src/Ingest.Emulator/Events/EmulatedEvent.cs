namespace Ingest.Emulator.Events;

/// <summary>One event: the row of the three tables with the same index, each as the UTF-8 text of a JSON object.</summary>
internal sealed record EmulatedEvent(long Number, long Index, byte[] Pin, byte[] Geo, byte[] User)
{
    public byte[] Row(EmulatorSource source) => source switch
    {
        EmulatorSource.Pin => Pin,
        EmulatorSource.Geo => Geo,
        EmulatorSource.User => User,
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, "no such source"),
    };
}
