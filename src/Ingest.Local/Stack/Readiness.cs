namespace Ingest.Local.Stack;

/// <summary>Waits until every service answers <c>/healthz/ready</c> with 200.</summary>
internal static class Readiness
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <exception cref="TimeoutException">One was not ready in time; its last answer is in the text.</exception>
    public static async Task WaitAsync(IReadOnlyList<WebApplication> services, TimeProvider time, CancellationToken cancellation)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        var started = time.GetTimestamp();

        foreach (var service in services)
        {
            var url = new Uri(Listening.ReachedAt(service), "/healthz/ready");
            while (await NotReadyAsync(client, url, cancellation) is { } answer)
            {
                if (time.GetElapsedTime(started) > Limit)
                {
                    throw new TimeoutException($"{url} is not ready after {Limit.TotalSeconds} s: {answer}");
                }

                await Task.Delay(Pause, time, cancellation);
            }
        }
    }

    /// <summary>What a service that is not ready answers; null when it is.</summary>
    private static async Task<string?> NotReadyAsync(HttpClient client, Uri url, CancellationToken cancellation)
    {
        using var response = await client.GetAsync(url, cancellation);
        return response.IsSuccessStatusCode ? null : await response.Content.ReadAsStringAsync(cancellation);
    }
}
