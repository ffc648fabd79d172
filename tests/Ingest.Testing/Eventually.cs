namespace Ingest.Testing;

/// <summary>Waits for something that will become true; the alternative to sleeping and hoping.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks again and again until <paramref name="ask"/> gives what <paramref name="accept"/> accepts.</summary>
    /// <exception cref="TimeoutException">It did not within <paramref name="limit"/> (default 30 s); the last answer is in the text.</exception>
    public static async Task<T> BecomesAsync<T>(Func<Task<T>> ask, Func<T, bool> accept, string what, TimeSpan? limit = null)
    {
        var deadline = DateTime.UtcNow + (limit ?? TimeSpan.FromSeconds(30));
        while (true)
        {
            var answer = await ask();
            if (accept(answer))
            {
                return answer;
            }

            if (DateTime.UtcNow > deadline)
            {
                throw new TimeoutException($"{what}: not reached in time; last seen: {answer}");
            }

            await Task.Delay(Pause);
        }
    }

    /// <summary>Asks again and again until <paramref name="ask"/> says true.</summary>
    public static Task IsTrueAsync(Func<Task<bool>> ask, string what, TimeSpan? limit = null) =>
        BecomesAsync(ask, answer => answer, what, limit);
}
