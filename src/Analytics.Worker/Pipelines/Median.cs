namespace Analytics.Worker.Pipelines;

/// <summary>What the middle of an even number of values is.</summary>
internal enum Median
{
    /// <summary>The mean of the two in the middle; a double.</summary>
    Exact,

    /// <summary>The lower of the two in the middle, which is one of the values; what percentile_approx(x, 0.5) gives.</summary>
    Discrete,
}
