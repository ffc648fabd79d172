namespace Ingest.KafkaProxy.Schemas;

/// <summary>A value does not fit its schema, or bytes are not what their schema says.</summary>
/// <param name="message">Where in the value, and what should be there.</param>
internal sealed class UnfitValueException(string message) : Exception(message);
