using System.Text.Json;
using Ingest.Local.Stack;
using Ingest.Testing;

namespace Ingest.Local.Tests.Stack;

public sealed class When_endpoints_are_written
{
    [Fact]
    public async Task The_names_are_those_that_scripts_read()
    {
        using var directory = new TemporaryDirectory();
        var file = Path.Combine(directory.Path, "new", "endpoints.json");
        Uri Url(int port) => new($"http://127.0.0.1:{port}");

        await new Endpoints(Url(1), Url(2), Url(3), Url(4), Url(5), "127.0.0.1:6").WriteAsync(file, TestContext.Current.CancellationToken);

        var written = JsonSerializer.Deserialize<Dictionary<string, string>>(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
        Assert.Equal(["gateway", "kafkaProxy", "kinesisProxy", "worker", "kinesis", "kafka"], written.Keys);
        Assert.Equal(4, new Uri(written["worker"]).Port);
        Assert.Equal("127.0.0.1:6", written["kafka"]);
        Assert.Single(Directory.EnumerateFiles(Path.GetDirectoryName(file)!));
    }

    [Fact]
    public async Task The_registry_is_named_when_there_is_one()
    {
        using var directory = new TemporaryDirectory();
        var (file, url) = (Path.Combine(directory.Path, "endpoints.json"), new Uri("http://127.0.0.1:1"));

        await new Endpoints(url, url, url, url, url, "127.0.0.1:6", new Uri("http://127.0.0.1:7")).WriteAsync(file, TestContext.Current.CancellationToken);

        var written = JsonSerializer.Deserialize<Dictionary<string, string>>(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
        Assert.Equal(7, new Uri(written["registry"]).Port);
    }
}
