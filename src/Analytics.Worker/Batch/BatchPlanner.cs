namespace Analytics.Worker.Batch;

/// <summary>Chooses what the next manifest takes in. Pure: it only counts.</summary>
internal static class BatchPlanner
{
    /// <summary>Takes from the partitions in turn, so that none waits for another, up to the limits; one object at least.</summary>
    public static IReadOnlyList<ManifestObject> Choose(IReadOnlyList<Queue<ManifestObject>> partitions, int objectsMax, long bytesMax)
    {
        var chosen = new List<ManifestObject>();
        var bytes = 0L;
        while (partitions.Any(partition => partition.Count > 0))
        {
            foreach (var partition in partitions.Where(partition => partition.Count > 0))
            {
                var next = partition.Peek();
                if (chosen.Count == objectsMax || (chosen.Count > 0 && bytes + next.SizeBytes > bytesMax))
                {
                    return chosen;
                }

                chosen.Add(partition.Dequeue());
                bytes += next.SizeBytes;
            }
        }

        return chosen;
    }
}
