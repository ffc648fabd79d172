namespace Ingest.Testing.Pinterest;

/// <summary>The nine result tables of the Pinterest pipeline as plain C#, to hold every engine to. It shares nothing with their SQL.</summary>
/// <remarks>Rows are in the order that the pipeline promises; text is ordered by code point. Repeated rows count once.</remarks>
public sealed class PinterestTables
{
    private static readonly string[] AgeGroups = ["18-24", "25-35", "36-50", "+50"];

    private readonly List<(CleanedPin Pin, CleanedGeo Geo)> _posted;
    private readonly List<(CleanedPin Pin, CleanedUser User)> _joined;
    private readonly HashSet<CleanedUser> _users;
    private readonly bool _discrete;

    /// <summary>Takes the cleaned rows of all events so far.</summary>
    /// <param name="pins">Pins, repeats and all.</param>
    /// <param name="geos">Geolocations.</param>
    /// <param name="users">Users.</param>
    /// <param name="discrete">Whether the median of an even number of values is the lower middle one, not the mean of both.</param>
    public PinterestTables(IEnumerable<CleanedPin> pins, IEnumerable<CleanedGeo> geos, IEnumerable<CleanedUser> users, bool discrete)
    {
        var distinct = pins.ToHashSet();
        var geosByInd = geos.ToHashSet().ToLookup(geo => geo.Ind);
        _users = users.ToHashSet();
        var usersByInd = _users.ToLookup(user => user.Ind);
        _posted = [.. distinct.SelectMany(pin => geosByInd[pin.Ind].Select(geo => (pin, geo)))];
        _joined = [.. distinct.SelectMany(pin => usersByInd[pin.Ind].Select(user => (pin, user)))];
        _discrete = discrete;
    }

    /// <summary>All nine, by id: Q1, Q2, Q3a, Q3b, Q4, Q5, Q6, Q7, Q8.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<object?[]>> All() => new Dictionary<string, IReadOnlyList<object?[]>>
    {
        ["Q1"] = TopCategories(_posted.Where(row => row.Geo.Country is not null).Select(row => (row.Geo.Country!, row.Pin.Category)), CodePoints.Order),
        ["Q2"] = TopCategories(
            _posted.Where(row => row.Geo.Timestamp.Year is >= 2018 and <= 2022).Select(row => (row.Geo.Timestamp.Year, row.Pin.Category)),
            Comparer<int>.Default),
        ["Q3a"] = MostFollowedPosters(),
        ["Q3b"] = MostFollowedCountries(),
        ["Q4"] = TopCategories(
            _joined.Where(row => AgeGroup(row.User.Age) >= 0).Select(row => (AgeGroup(row.User.Age), row.Pin.Category)),
            Comparer<int>.Default, group => AgeGroups[group]),
        ["Q5"] = Followed()
            .Where(row => AgeGroup(row.User.Age) >= 0)
            .GroupBy(row => AgeGroup(row.User.Age), row => row.Followers)
            .OrderBy(group => group.Key)
            .Select(group => WithMedian(group, AgeGroups[group.Key])).ToList(),
        ["Q6"] = _users.Where(user => user.DateJoined.Year is >= 2015 and <= 2020)
            .GroupBy(user => user.DateJoined.Year)
            .OrderBy(year => year.Key)
            .Select(year => new object?[] { year.Key, (long)year.Count() }).ToList(),
        ["Q7"] = Followed()
            .GroupBy(row => row.User.DateJoined.Year, row => row.Followers)
            .OrderBy(year => year.Key)
            .Select(year => WithMedian(year, year.Key)).ToList(),
        ["Q8"] = Followed()
            .Where(row => AgeGroup(row.User.Age) >= 0)
            .GroupBy(row => (Age: AgeGroup(row.User.Age), row.User.DateJoined.Year), row => row.Followers)
            .OrderBy(group => group.Key)
            .Select(group => WithMedian(group, AgeGroups[group.Key.Age], group.Key.Year)).ToList(),
    };

    private static int AgeGroup(int age) => age switch
    {
        < 18 => -1,
        <= 24 => 0,
        <= 35 => 1,
        <= 50 => 2,
        _ => 3,
    };

    private static List<object?[]> TopCategories<TGroup>(
        IEnumerable<(TGroup Group, string? Category)> rows, IComparer<TGroup> order, Func<TGroup, object>? show = null)
        where TGroup : notnull
    {
        var table = new List<object?[]>();
        foreach (var group in rows.Where(row => row.Category is not null).GroupBy(row => row.Group).OrderBy(group => group.Key, order))
        {
            var counts = group.GroupBy(row => row.Category!).ToDictionary(category => category.Key, category => (long)category.Count());
            var most = counts.Values.Max();
            table.AddRange(counts.Where(count => count.Value == most)
                .OrderBy(count => count.Key, CodePoints.Order)
                .Select(count => new[] { show is null ? group.Key : show(group.Key), count.Key, (object)count.Value }));
        }

        return table;
    }

    private IEnumerable<(string Country, string? Poster, long Followers)> Posters() =>
        _posted.Where(row => row.Geo.Country is not null && row.Pin.FollowerCount is not null)
            .Select(row => (row.Geo.Country!, row.Pin.PosterName, row.Pin.FollowerCount!.Value))
            .Distinct();

    private List<object?[]> MostFollowedPosters() =>
        [.. Posters()
            .GroupBy(poster => poster.Country)
            .OrderBy(country => country.Key, CodePoints.Order)
            .SelectMany(country => country
                .Where(poster => poster.Followers == country.Max(other => other.Followers))
                .OrderBy(poster => poster.Poster is null)
                .ThenBy(poster => poster.Poster, CodePoints.Order))
            .Select(poster => new object?[] { poster.Country, poster.Poster, poster.Followers })];

    private List<object?[]> MostFollowedCountries()
    {
        var posters = Posters().ToList();
        return [.. posters.Where(poster => poster.Followers == posters.Max(other => other.Followers))
            .Select(poster => (poster.Country, poster.Followers))
            .Distinct()
            .OrderBy(poster => poster.Country, CodePoints.Order)
            .Select(poster => new object?[] { poster.Country, poster.Followers })];
    }

    private IEnumerable<(CleanedUser User, long Followers)> Followed() =>
        _joined.Where(row => row.Pin.FollowerCount is not null).Select(row => (row.User, row.Pin.FollowerCount!.Value));

    private object?[] WithMedian(IEnumerable<long> values, params object?[] key)
    {
        var sorted = values.Order().ToList();
        var (lower, upper) = (sorted[(sorted.Count - 1) / 2], sorted[sorted.Count / 2]);
        return _discrete ? [.. key, lower] : [.. key, (lower + upper) / 2.0];
    }
}
