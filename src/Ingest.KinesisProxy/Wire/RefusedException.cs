namespace Ingest.KinesisProxy.Wire;

/// <summary>Ends a request with an error; <see cref="ErrorAnswers"/> writes it.</summary>
internal sealed class RefusedException(ProxyError error) : Exception(error.Message)
{
    public ProxyError Error { get; } = error;
}
