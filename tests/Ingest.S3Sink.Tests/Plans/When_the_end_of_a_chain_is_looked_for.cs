using Ingest.S3Sink.Plans;
using Ingest.S3Sink.Tests.Simulation;

namespace Ingest.S3Sink.Tests.Plans;

public sealed class When_the_end_of_a_chain_is_looked_for
{
    private const int Plans = 3000;
    private const int PlanLength = 100;

    private readonly MemoryStore _store = new();
    private readonly PlanChain _chain;

    public When_the_end_of_a_chain_is_looked_for() => _chain = new PlanChain(_store, new PartitionKeys("t", 0));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(299_900)]
    [InlineData(300_000)]
    [InlineData(300_001)]
    [InlineData(50_000_000_000)]
    public async Task It_is_found_from_any_hint(long hint)
    {
        await AddAsync();

        var last = await _chain.FindLastAsync(hint, Cancellation);

        Assert.Equal(300_000, last!.Next);
    }

    [Fact]
    public async Task A_hint_at_the_end_makes_the_search_short()
    {
        await AddAsync();

        await _chain.FindLastAsync(Plans * PlanLength, Cancellation);

        Assert.Equal(2, _store.Lists);
    }

    [Fact]
    public async Task There_is_none_before_the_first_plan() => Assert.Null(await _chain.FindLastAsync(12_345, Cancellation));

    [Fact]
    public async Task A_place_that_is_taken_shows_who_has_it()
    {
        var first = new Plan(0, 9, 10, 0, 0, null);
        var rival = new Plan(0, 4, 5, 0, 0, null);

        Assert.Equal(first, await _chain.AddAsync(first, Cancellation));
        Assert.Equal(first, await _chain.AddAsync(rival, Cancellation));
        Assert.Equal(first, await _chain.AddAsync(first, Cancellation));
    }

    private async Task AddAsync()
    {
        for (var i = 0L; i < Plans; i++)
        {
            await _chain.AddAsync(new Plan(i * PlanLength, (i + 1) * PlanLength - 1, PlanLength, i * PlanLength, 0, null), Cancellation);
        }
    }
}
