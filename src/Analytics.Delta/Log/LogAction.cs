using System.Text.Json;

namespace Analytics.Delta.Log;

/// <summary>One line of the log: exactly one member is set; a line with none is an action that does not concern us.</summary>
internal sealed record LogAction
{
    public CommitInfo? CommitInfo { get; init; }

    public ProtocolAction? Protocol { get; init; }

    public MetaDataAction? MetaData { get; init; }

    public TxnAction? Txn { get; init; }

    public AddAction? Add { get; init; }

    public RemoveAction? Remove { get; init; }
}

/// <summary>What made a version, for people and audits. Times are milliseconds since 1970 throughout the log.</summary>
internal sealed record CommitInfo(
    long? Timestamp, string? Operation, IReadOnlyDictionary<string, JsonElement>? OperationParameters, bool? IsBlindAppend, string? EngineInfo);

/// <summary>What a reader and a writer must know.</summary>
internal sealed record ProtocolAction(int MinReaderVersion, int MinWriterVersion);

/// <summary>What the table is.</summary>
internal sealed record MetaDataAction(
    string Id,
    TableFormat Format,
    string SchemaString,
    IReadOnlyList<string> PartitionColumns,
    IReadOnlyDictionary<string, string> Configuration,
    long? CreatedTime);

/// <summary>How data files are encoded.</summary>
internal sealed record TableFormat(string Provider, IReadOnlyDictionary<string, string> Options);

/// <summary>How far an application has come.</summary>
internal sealed record TxnAction(string AppId, long Version, long? LastUpdated);

/// <summary>A file is no longer of the table.</summary>
internal sealed record RemoveAction(string Path)
{
    [System.Text.Json.Serialization.JsonIgnore]
    public string FilePath => LogPath.Decode(Path);
}
