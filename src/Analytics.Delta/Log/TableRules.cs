namespace Analytics.Delta.Log;

/// <summary>What a table must be for us to read and write it.</summary>
internal static class TableRules
{
    public const int ReaderVersion = 1;
    public const int WriterVersion = 2;

    /// <summary>Checks the actions of one version before they are believed.</summary>
    /// <exception cref="UnsupportedTableException">They ask for what we do not do.</exception>
    /// <exception cref="SchemaMismatchException">They give the table another schema than <paramref name="schema"/>.</exception>
    public static void Check(string table, DeltaSchema schema, IEnumerable<LogAction> actions)
    {
        foreach (var action in actions)
        {
            if (action.Protocol is { } protocol)
            {
                CheckProtocol(table, protocol);
            }

            if (action.MetaData is { } metaData)
            {
                CheckMetaData(table, schema, metaData);
            }

            if ((action.Add?.Path ?? action.Remove?.Path) is { } path && LogPath.IsElsewhere(path))
            {
                throw new UnsupportedTableException(table, $"it has a file outside of its folder: {path}.");
            }
        }
    }

    private static void CheckProtocol(string table, ProtocolAction protocol)
    {
        if (protocol.MinReaderVersion > ReaderVersion || protocol.MinWriterVersion > WriterVersion)
        {
            throw new UnsupportedTableException(
                table,
                $"it needs reader version {protocol.MinReaderVersion} and writer version {protocol.MinWriterVersion}; this library has {ReaderVersion} and {WriterVersion}.");
        }
    }

    private static void CheckMetaData(string table, DeltaSchema schema, MetaDataAction metaData)
    {
        if (metaData.PartitionColumns.Count > 0)
        {
            throw new UnsupportedTableException(table, $"it is partitioned by {string.Join(", ", metaData.PartitionColumns)}.");
        }

        if (!schema.Matches(metaData.SchemaString))
        {
            throw new SchemaMismatchException(table, schema.SchemaString, metaData.SchemaString);
        }
    }
}
