using Ingest.Api.Records.Routes;

namespace Ingest.Api.Records.Reading;

/// <summary>A record that was read and is to be stored.</summary>
/// <param name="Json">Its bytes as they were sent, a JSON object.</param>
/// <param name="Key">Its key's text; null when the source has none.</param>
/// <param name="KeyIsNumber">Whether the record has the key as a number.</param>
/// <param name="Destinations">Where it goes.</param>
internal readonly record struct IncomingRecord(ReadOnlyMemory<byte> Json, string? Key, bool KeyIsNumber, Destinations Destinations);
