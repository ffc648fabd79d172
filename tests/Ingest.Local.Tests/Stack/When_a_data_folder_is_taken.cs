using Ingest.Local.Stack;
using Ingest.Testing;

namespace Ingest.Local.Tests.Stack;

public sealed class When_a_data_folder_is_taken
{
    [Fact]
    public void A_second_process_is_refused_by_name()
    {
        using var directory = new TemporaryDirectory();
        using var first = new DataFolder(directory.Path);

        var refusal = Assert.Throws<IOException>(() => new DataFolder(directory.Path));

        Assert.Contains(directory.Path, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--data-dir", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_next_start_finds_the_same_bucket()
    {
        using var directory = new TemporaryDirectory();
        string earlier;
        using (var first = new DataFolder(directory.Path))
        {
            earlier = Path.Combine(first.Bucket, "object.json");
            File.WriteAllText(earlier, "{}");
        }

        using var second = new DataFolder(directory.Path);

        Assert.Equal([earlier], Directory.EnumerateFileSystemEntries(second.Bucket));
    }
}
