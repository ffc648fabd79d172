using System.Net.Http.Headers;
using Ingest.Emulator.Events;
using Ingest.Emulator.Outcomes;

namespace Ingest.Emulator.Sending;

/// <summary>Sends batches of events to all six destinations, and each record again as far as options and outcome allow.</summary>
internal sealed class Sender(HttpClient http, EmulatorOptions options, Tally tally, AckLog log, TimeProvider time)
{
    private static readonly TimeSpan RetryDelayMax = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<Destination> _destinations = Destination.All(options);

    /// <summary>Ends when every record of the batch has its outcome in the tally.</summary>
    /// <exception cref="IOException">The acknowledgement log cannot be written.</exception>
    public async Task SendAsync(EmulatedEvent[] batch, CancellationToken giveUp)
    {
        await Task.WhenAll(_destinations.Select(destination => DeliverAsync(destination, batch, giveUp)));
        tally.Ended(batch.Length);
    }

    private async Task DeliverAsync(Destination destination, EmulatedEvent[] pending, CancellationToken giveUp)
    {
        tally.Sending(destination, pending);
        for (var attempt = 0; pending.Length > 0; attempt++)
        {
            if (attempt > 0)
            {
                // Cancelled or not, the loop goes on: the records must not end without an outcome.
                await Task.Delay(DelayBefore(attempt), time, giveUp).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                tally.Retrying(pending.Length);
            }

            var outcomes = giveUp.IsCancellationRequested
                ? NotStored.Each(pending.Length, new NotStored(FailureKind.Transient, "cancelled before it was sent"))
                : await PostAsync(destination, pending, giveUp);
            var mayRetry = attempt < options.Retries && !giveUp.IsCancellationRequested;
            log.Write(destination, pending, outcomes);
            tally.Answered(destination, pending, outcomes, mayRetry);
            pending = mayRetry ? Transient(pending, outcomes) : [];
        }
    }

    private TimeSpan DelayBefore(int attempt)
    {
        var delay = options.RetryDelay * Math.Pow(2, attempt - 1);
        return delay < RetryDelayMax ? delay : RetryDelayMax;
    }

    private static EmulatedEvent[] Transient(EmulatedEvent[] sent, RecordOutcome[] outcomes) =>
        [.. sent.Where((_, i) => outcomes[i] is NotStored { Kind: FailureKind.Transient })];

    private async Task<RecordOutcome[]> PostAsync(Destination destination, EmulatedEvent[] events, CancellationToken giveUp)
    {
        using var deadline = new CancellationTokenSource(options.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, giveUp);
        using var request = new HttpRequestMessage(destination.Method, destination.Uri)
        {
            Content = new ByteArrayContent(RequestBody.Write(destination, events)),
            Version = http.DefaultRequestVersion,
            VersionPolicy = http.DefaultVersionPolicy,
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(destination.ContentType);

        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            await answer.Content.LoadIntoBufferAsync(AnswerReader.BytesMax(events.Length), either.Token);
            var body = await answer.Content.ReadAsByteArrayAsync(either.Token);
            return AnswerReader.Read(destination, answer.StatusCode, body, events.Length);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            return NotStored.Each(events.Length, RequestFailure.Classify(failure, deadline.IsCancellationRequested, options.RequestTimeout));
        }
    }
}
