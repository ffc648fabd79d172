using Ingest.Testing;

namespace AcceptanceTests;

/// <summary>What the documents' readers have: a folder in which <c>./ingest up</c> was started. One for all documents.</summary>
public sealed class DocumentStack : IAsyncLifetime
{
    private static readonly (string Usual, string Endpoint)[] UsualAddresses =
    [
        ("http://127.0.0.1:8080", "gateway"), ("http://127.0.0.1:8082", "kafkaProxy"), ("http://127.0.0.1:8083", "kinesisProxy"),
        ("http://127.0.0.1:8084", "worker"), ("http://127.0.0.1:4567", "kinesis"), ("127.0.0.1:9092", "kafka"),
    ];

    /// <summary>By which a command is told the address that it takes for granted.</summary>
    private static readonly (string Command, string Option)[] AddressOptions =
    [
        ("./ingest emulate ", "--url http://127.0.0.1:8080"), ("./ingest topics ", "--bootstrap 127.0.0.1:9092"),
        ("./ingest streams ", "--url http://127.0.0.1:4567"),
    ];

    private readonly TemporaryDirectory _directory = new();
    private IngestProgram? _ingest;

    /// <summary>The folder.</summary>
    public string Folder => _directory.Path;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _ingest = await IngestProgram.UpAsync(Folder);

    /// <summary>The command for this stack: its ports are free ones, and the program lies elsewhere.</summary>
    public string Here(string command)
    {
        var whole = string.Join(' ', [command, .. AddressOptions.Where(each => command.StartsWith(each.Command, StringComparison.Ordinal)).Select(each => each.Option)]);
        return UsualAddresses
            .Aggregate(whole, (text, each) => text.Replace(each.Usual, _ingest!.Endpoints[each.Endpoint].TrimEnd('/'), StringComparison.Ordinal))
            .Replace("./ingest ", $"dotnet '{IngestProgram.Path}' ", StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_ingest is not null)
        {
            await _ingest.DisposeAsync();
        }

        _directory.Dispose();
    }
}
