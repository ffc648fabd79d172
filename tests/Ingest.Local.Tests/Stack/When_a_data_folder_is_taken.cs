using Ingest.Local.Stack;
using Ingest.Testing;

namespace Ingest.Local.Tests.Stack;

public sealed class When_a_data_folder_is_taken
{
    [Fact]
    public void A_second_process_is_refused_by_name()
    {
        using var directory = new TemporaryDirectory();
        using var first = new DataFolder(directory.Path, TimeProvider.System);

        var refusal = Assert.Throws<IOException>(() => new DataFolder(directory.Path, TimeProvider.System));

        Assert.Contains(directory.Path, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--data-dir", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_start_has_a_bucket_of_its_own_and_leaves_earlier_ones_alone()
    {
        using var directory = new TemporaryDirectory();
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        string earlier;
        using (var first = new DataFolder(directory.Path, clock))
        {
            earlier = Path.Combine(first.Bucket, "object.json");
            File.WriteAllText(earlier, "{}");
        }

        clock.Advance(TimeSpan.FromMilliseconds(1));
        using var second = new DataFolder(directory.Path, clock);

        Assert.Empty(Directory.EnumerateFileSystemEntries(second.Bucket));
        Assert.True(File.Exists(earlier));
    }
}
