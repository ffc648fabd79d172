using Analytics.Worker.Tables;

namespace Analytics.Worker.Rejects;

/// <summary>The records that could not be read, newest first.</summary>
internal static class RejectedEndpoint
{
    private const int RowsDefault = 100;
    private const int RowsMax = 1000;

    /// <summary>Content in one answer; one record is answered whatever its size.</summary>
    private const long BytesMax = 16L << 20;

    extension(RouteGroupBuilder routes)
    {
        public void MapRejected() => routes.MapGet("/rejected", ListAsync)
            .WithSummary($"Records set aside, newest first; ?limit= is 1 to {RowsMax}, {RowsDefault} unless given. Fewer come when they are large.")
            .Produces<RejectedList>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> ListAsync(
        int? limit, WorkerStores stores, RejectedTables tables, SinkRejected sink, CancellationToken cancellation)
    {
        var rowsMax = limit ?? RowsDefault;
        if (rowsMax is < 1 or > RowsMax)
        {
            return TypedResults.Problem($"limit is {limit}; it may be 1 to {RowsMax}.", statusCode: StatusCodes.Status400BadRequest);
        }

        var rows = new List<RejectedRow>(await sink.ReadNewestAsync(rowsMax, BytesMax, cancellation));
        foreach (var store in stores.Distinct)
        {
            var table = await tables.OpenAsync(store, cancellation);
            rows.AddRange(await table.ReadNewestAsync(rowsMax, BytesMax, cancellation));
        }

        return TypedResults.Ok(new RejectedList([.. rows.OrderByDescending(row => row.RejectedAt).Take(rowsMax)]));
    }
}

/// <summary>Records set aside.</summary>
/// <param name="Rejected">The records, newest first.</param>
internal sealed record RejectedList(IReadOnlyList<RejectedRow> Rejected);
