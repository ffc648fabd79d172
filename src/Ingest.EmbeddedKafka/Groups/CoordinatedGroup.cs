namespace Ingest.EmbeddedKafka.Groups;

/// <summary>A group, its offsets, and what the coordinator keeps beside them.</summary>
internal sealed class CoordinatedGroup(Group state)
{
    public Group State { get; } = state;

    public CommittedOffsets Offsets { get; } = new();

    /// <summary>Goes off at the next deadline. Under the group's lock.</summary>
    public ITimer? Timer { get; set; }

    /// <summary>Whether it has been stored that the group has no members. Under the group's lock.</summary>
    public bool EmptyStored { get; set; }

    /// <summary>Where in the log the group's latest entry stands; -1 when it has none.</summary>
    public long StoredAt { get; set; } = -1;
}
