using System.Text;
using System.Text.RegularExpressions;

namespace Analytics.Worker.Engines.Spark;

/// <summary>What spark-submit prints: its end is kept, and the ids in it are found. Any amount of it takes the same memory.</summary>
internal sealed partial class SparkOutput(int tailMax)
{
    /// <summary>Longer lines hold no id.</summary>
    private const int LineMax = 4096;

    private readonly Lock _lock = new();
    private readonly StringBuilder _tail = new();
    private readonly StringBuilder _line = new();
    private readonly Dictionary<string, string> _ids = [];
    private string? _url;
    private bool _wasCut;

    /// <summary>The end of it, secrets redacted.</summary>
    public string Tail
    {
        get
        {
            lock (_lock)
            {
                // A line that was cut could show the end of a secret whose name is gone.
                var text = _tail.ToString();
                return Redaction.Text(_wasCut ? text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..] : text);
            }
        }
    }

    /// <summary>The ids found so far.</summary>
    public IReadOnlyDictionary<string, string> Ids
    {
        get
        {
            lock (_lock)
            {
                return new Dictionary<string, string>(_ids);
            }
        }
    }

    /// <summary>The address at which YARN shows the application.</summary>
    public string? Url
    {
        get
        {
            lock (_lock)
            {
                return _url;
            }
        }
    }

    /// <summary>Takes what was printed, in pieces of any size.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        lock (_lock)
        {
            _tail.Append(text);
            if (_tail.Length > tailMax)
            {
                _tail.Remove(0, _tail.Length - tailMax);
                _wasCut = true;
            }

            foreach (var letter in text)
            {
                if (letter == '\n')
                {
                    Find(_line.ToString());
                    _line.Clear();
                }
                else if (_line.Length < LineMax)
                {
                    _line.Append(letter);
                }
            }
        }
    }

    private void Find(string line)
    {
        if (Application().Match(line) is { Success: true } application)
        {
            _ids.TryAdd("applicationId", application.Groups["id"].Value);
        }

        if (Submission().Match(line) is { Success: true } submission)
        {
            _ids.TryAdd("submissionId", submission.Groups["id"].Value);
        }

        if (TrackingUrl().Match(line) is { Success: true } url)
        {
            _url ??= url.Groups["url"].Value;
        }
    }

    /// <summary>YARN's client: "Submitted application application_1_2"; Spark's own: "Connected to Spark cluster with app ID app-2-3"; local: "… app id = local-1".</summary>
    [GeneratedRegex(@"(?:Submitt(?:ed|ing) application|Connected to Spark cluster with app ID|Application report for) (?<id>(?:application_\d+_\d+|app-\d+-\d+))")]
    private static partial Regex Application();

    /// <summary>Kubernetes: "… with submission ID namespace:pod to finish", "Deployed Spark application … with submission ID namespace:pod into Kubernetes".</summary>
    [GeneratedRegex(@"with (?:application ID \S+ and )?submission ID (?<id>[a-z0-9.:-]+)")]
    private static partial Regex Submission();

    [GeneratedRegex(@"tracking URL: (?<url>https?://\S+)")]
    private static partial Regex TrackingUrl();
}
