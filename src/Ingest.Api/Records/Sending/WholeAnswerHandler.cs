namespace Ingest.Api.Records.Sending;

/// <summary>Reads an answer to its end before anybody gets it, so that one that breaks off is a failed try, within the try's time.</summary>
internal sealed class WholeAnswerHandler : DelegatingHandler
{
    /// <summary>The longest answer that is read, in bytes: far above what 100,000 outcomes take.</summary>
    private const int AnswerBytesMax = 64 << 20;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        try
        {
            await answer.Content.LoadIntoBufferAsync(AnswerBytesMax, cancellationToken);
            return answer;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }
}
