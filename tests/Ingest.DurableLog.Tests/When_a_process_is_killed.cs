using System.Diagnostics;
using System.Text;
using Ingest.Testing;

namespace Ingest.DurableLog.Tests;

public sealed class When_a_process_is_killed : IDisposable
{
    private const int AcknowledgedPerRound = 5_000;

    private readonly TemporaryDirectory _directory = new();
    private string LogPath => Path.Combine(_directory.Path, "logs", "a");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Every_acknowledged_record_is_there_once_and_in_order()
    {
        var acknowledged = new Dictionary<long, string>();
        for (var round = 0; round < 3; round++)
        {
            var before = acknowledged.Count;
            using var child = Start(writers: 16);
            while (acknowledged.Count - before < AcknowledgedPerRound)
            {
                Note((await child.StandardOutput.ReadLineAsync(LogContents.Cancellation))!);
            }

            child.Kill();
            var rest = await child.StandardOutput.ReadToEndAsync(LogContents.Cancellation);
            foreach (var line in rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                Note(line);
            }

            await child.WaitForExitAsync(LogContents.Cancellation);
        }

        var stored = await LogContents.ReadAllAsync(LogPath);
        Assert.All(acknowledged, entry => Assert.Equal(entry.Value, stored[entry.Key]));
        Assert.Equal(stored.Length, stored.Distinct().Count());
        Assert.All(stored.GroupBy(Writer), ofOne => Assert.Equal(Enumerable.Range(0, ofOne.Count()), ofOne.Select(Number)));

        void Note(string line)
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            acknowledged.Add(long.Parse(line[..space]), line[(space + 1)..]);
        }
    }

    [Fact]
    public async Task A_second_process_is_kept_out_until_the_first_is_gone()
    {
        using var first = Start(writers: 1);
        await first.StandardOutput.ReadLineAsync(LogContents.Cancellation);
        try
        {
            using var second = Start(writers: 1);
            Assert.Equal($"The log {LogPath} is in use: only one process at a time may open it.", await second.StandardOutput.ReadLineAsync(LogContents.Cancellation));
            await Assert.ThrowsAsync<DurableLogInUseException>(() => DurableLog.OpenAsync(LogPath, cancellation: LogContents.Cancellation));
        }
        finally
        {
            first.Kill();
            await first.WaitForExitAsync(LogContents.Cancellation);
        }

        Assert.NotEmpty(await LogContents.ReadAllAsync(LogPath));
    }

    private static string Writer(string record) => string.Join('-', record.Split('-')[..2]);

    private static int Number(string record) => int.Parse(record.Split('-')[2]);

    private Process Start(int writers) => Process.Start(new ProcessStartInfo(
        "dotnet", [Path.Combine(AppContext.BaseDirectory, "Ingest.DurableLog.TestChild.dll"), LogPath, $"{writers}"])
    {
        RedirectStandardOutput = true,
        StandardOutputEncoding = Encoding.UTF8,
    })!;
}
