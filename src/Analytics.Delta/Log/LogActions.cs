using System.Text.Json;

namespace Analytics.Delta.Log;

/// <summary>The actions that we write.</summary>
internal static class LogActions
{
    private const string Engine = "Ingest-Analytics.Delta/0.1";

    public static IReadOnlyList<LogAction> Create(DeltaSchema schema, Guid id, DateTimeOffset now) =>
    [
        new() { CommitInfo = new CommitInfo(now.ToUnixTimeMilliseconds(), "CREATE TABLE", Parameters(), IsBlindAppend: true, Engine) },
        new() { Protocol = new ProtocolAction(TableRules.ReaderVersion, TableRules.WriterVersion) },
        new()
        {
            MetaData = new MetaDataAction(
                id.ToString(),
                new TableFormat("parquet", new Dictionary<string, string>()),
                schema.SchemaString,
                [],
                new Dictionary<string, string>(),
                now.ToUnixTimeMilliseconds()),
        },
    ];

    public static IReadOnlyList<LogAction> Append(IReadOnlyList<DataFile> files, AppTransaction? transaction, DateTimeOffset now)
    {
        var milliseconds = now.ToUnixTimeMilliseconds();
        return
        [
            new() { CommitInfo = new CommitInfo(milliseconds, "WRITE", Parameters(("mode", "Append")), IsBlindAppend: true, Engine) },
            .. transaction is null ? [] : new LogAction[] { new() { Txn = new TxnAction(transaction.AppId, transaction.Version, milliseconds) } },
            .. files.Select(file => new LogAction
            {
                Add = new AddAction(
                    LogPath.Encode(file.Path), new Dictionary<string, string?>(), file.SizeBytes, milliseconds, DataChange: true, file.Stats),
            }),
        ];
    }

    private static Dictionary<string, JsonElement> Parameters(params (string Name, string Value)[] parameters) =>
        parameters.ToDictionary(parameter => parameter.Name, parameter => JsonElement.Parse($"\"{JsonEncodedText.Encode(parameter.Value)}\""));
}
