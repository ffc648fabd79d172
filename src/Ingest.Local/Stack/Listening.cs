using System.Net;

namespace Ingest.Local.Stack;

/// <summary>The address a service listens at, and the one at which this process reaches it.</summary>
internal static class Listening
{
    /// <summary>The URL to listen at.</summary>
    public static string Url(IPAddress host, int port) => $"http://{new IPEndPoint(host, port)}";

    /// <summary>Where the rest of the suite finds a service that has started: one that listens everywhere, on loopback.</summary>
    public static Uri ReachedAt(WebApplication service)
    {
        var url = new UriBuilder(service.Urls.Single());
        url.Host = url.Host switch
        {
            "0.0.0.0" => "127.0.0.1",
            "[::]" => "[::1]",
            _ => url.Host,
        };
        return new Uri(url.Uri.GetLeftPart(UriPartial.Authority));
    }
}
