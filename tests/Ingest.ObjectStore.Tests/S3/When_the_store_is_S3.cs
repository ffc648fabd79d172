using Ingest.Testing.S3;

namespace Ingest.ObjectStore.Tests.S3;

/// <summary>One s3rver for all tests, a front of its own and a prefix of its own for each.</summary>
public sealed class When_the_store_is_S3(S3rverFixture s3rver) : ObjectStoreContract, IClassFixture<S3rverFixture>
{
    private readonly string _prefix = $"some/prefix-{Guid.NewGuid():N}";
    private StrictS3Server? _server;

    public override async ValueTask DisposeAsync()
    {
        (Store as IDisposable)?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_conflict_is_tried_again()
    {
        _server!.Faults.Enqueue(PutFault.Conflict);
        _server.Faults.Enqueue(PutFault.Conflict);

        Assert.True(await CreateAsync("k", "x"));
        Assert.Empty(_server.Faults);
        Assert.Equal("x", await ReadAsync("k"));
    }

    [Fact]
    public async Task A_create_whose_answer_was_lost_is_known_as_the_callers_own()
    {
        _server!.Faults.Enqueue(PutFault.StoredButAnswerLost);

        Assert.True(await CreateAsync("k", "x"));
        Assert.False(await CreateAsync("k", "x"));
    }

    [Fact]
    public async Task A_request_that_was_lost_is_tried_again()
    {
        _server!.Faults.Enqueue(PutFault.Lost);

        Assert.True(await CreateAsync("k", "x"));
        Assert.Equal("x", await ReadAsync("k"));
    }

    [Fact]
    public async Task Objects_are_kept_below_the_prefix()
    {
        await CreateAsync("k", "x");
        using var whole = (IDisposable)S3(_server!.Url, "");

        var entries = await ((IObjectStore)whole).ListAsync(_prefix, null, Cancellation).ToListAsync(Cancellation);

        Assert.Equal($"{_prefix}/k", Assert.Single(entries).Key);
    }

    [Fact]
    public async Task A_server_that_ignores_the_condition_is_found_out()
    {
        using var store = (IDisposable)S3(await s3rver.StartAsync(), "");

        var failure = await Assert.ThrowsAsync<OverwritingStoreException>(() => ((IObjectStore)store).ProveCreateOnlyAsync(Cancellation));

        Assert.Contains("If-None-Match", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_down_is_a_failure_that_names_the_object()
    {
        await _server!.DisposeAsync();

        var failure = await Assert.ThrowsAsync<IOException>(() => CreateAsync("k", "x"));
        Assert.Contains($"s3://bucket/{_prefix}/k", failure.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => ListAsync(""));
        await Assert.ThrowsAsync<IOException>(() => Store.OpenReadAsync("k", Cancellation));
    }

    [Fact]
    public async Task More_objects_than_a_page_holds_are_all_listed()
    {
        _server!.PageSize = 2;
        string[] keys = ["k1", "k2", "k3", "k4", "k5"];
        foreach (var key in keys)
        {
            await CreateAsync(key, key);
        }

        Assert.Equal(keys, (await ListAsync("k")).Select(entry => entry.Key));
    }

    protected override async ValueTask<IObjectStore> OpenAsync()
    {
        _server = await StrictS3Server.StartAsync(await s3rver.StartAsync());
        return S3(_server.Url, _prefix);
    }

    /// <summary>The credentials come from the environment, as in production.</summary>
    private static IObjectStore S3(Uri url, string prefix)
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", S3rverServer.AccessKey);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", S3rverServer.AccessKey);
        return ObjectStores.Open(new ObjectStoreOptions { Uri = new Uri($"s3://{S3rverServer.Bucket}/{prefix}"), ServiceUrl = url });
    }
}
