namespace Ingest.Api.Describing;

/// <summary>Marks the route that takes records for <see cref="RecordsOperationFilter"/>.</summary>
internal sealed record RecordsDescription;
