using System.Globalization;
using Ingest.ObjectStore;

namespace Analytics.Worker.Results;

/// <summary>The runs kept in a bucket: <c>results/&lt;pipeline&gt;/&lt;run&gt;/&lt;query&gt;.parquet</c>.</summary>
internal sealed class RunNumbers(IObjectStore store, string pipeline)
{
    private readonly string _folder = $"results/{pipeline}/";

    /// <summary>The key of a run's answer.</summary>
    public string KeyOf(long run, string query) => string.Create(CultureInfo.InvariantCulture, $"{_folder}{run:D20}/{query}.parquet");

    /// <summary>The last run there is, 0 for none: asks for the first key after a guess, twice per digit of the answer in base 2.</summary>
    public async Task<long> FindLatestAsync(CancellationToken cancellation)
    {
        var step = 1L;
        while (await AnyAfterAsync(step, cancellation))
        {
            step *= 2;
        }

        var (from, to) = (step / 2, step); // the latest is in (from, to], or 0 = from
        if (step == 1)
        {
            return await AnyAfterAsync(0, cancellation) ? 1 : 0;
        }

        while (to - from > 1)
        {
            var middle = from + ((to - from) / 2);
            (from, to) = await AnyAfterAsync(middle, cancellation) ? (middle, to) : (from, middle);
        }

        return to;
    }

    private async Task<bool> AnyAfterAsync(long run, CancellationToken cancellation)
    {
        // 0 comes after the slash, so this is after every key of the run and before those of the next.
        var after = string.Create(CultureInfo.InvariantCulture, $"{_folder}{run:D20}0");
        await foreach (var _ in store.ListAsync(_folder, after, cancellation))
        {
            return true;
        }

        return false;
    }
}
