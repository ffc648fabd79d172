namespace Ingest.KafkaProxy.Wire;

/// <summary>Carries a <see cref="RestError"/> out of the depths of a parser; the parser turns it back into a value.</summary>
internal sealed class RestException(RestError error) : Exception(error.Message)
{
    public RestError Error { get; } = error;
}
