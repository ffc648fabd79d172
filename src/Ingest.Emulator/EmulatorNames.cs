namespace Ingest.Emulator;

/// <summary>How sources, paths, topics and streams are written.</summary>
public static class EmulatorNames
{
    /// <summary><c>pin</c>, <c>geo</c> or <c>user</c>.</summary>
    public static string Name(this EmulatorSource source) => source switch
    {
        EmulatorSource.Pin => "pin",
        EmulatorSource.Geo => "geo",
        EmulatorSource.User => "user",
        _ => throw new ArgumentOutOfRangeException(nameof(source), source, "no such source"),
    };

    /// <summary><c>batch</c> or <c>stream</c>.</summary>
    public static string Name(this EmulatorPath path) => path switch
    {
        EmulatorPath.Batch => "batch",
        EmulatorPath.Stream => "stream",
        _ => throw new ArgumentOutOfRangeException(nameof(path), path, "no such path"),
    };

    /// <summary>The topic that a user's records of a source go to, such as <c>demo.pin</c>.</summary>
    public static string Topic(string userId, EmulatorSource source) => $"{userId}.{source.Name()}";

    /// <summary>The stream that a user's records of a source go to, such as <c>streaming-demo-pin</c>.</summary>
    public static string Stream(string userId, EmulatorSource source) => $"streaming-{userId}-{source.Name()}";
}
