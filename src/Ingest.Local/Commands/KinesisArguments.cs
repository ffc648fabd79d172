using System.CommandLine;
using Amazon;
using Amazon.Kinesis;
using Amazon.Runtime;
using Ingest.EmbeddedKinesis;

namespace Ingest.Local.Commands;

/// <summary>Which Kinesis: the one of <c>up</c>, any other by its address, or AWS.</summary>
internal sealed class KinesisArguments
{
    private readonly Option<string?> _url = new("--url")
    {
        Description = $"Where Kinesis is; without --aws and --region the default is the one of `up`, {EmbeddedKinesisServer.DefaultUrl}",
        HelpName = "URL",
    };

    private readonly Option<bool> _aws = new("--aws") { Description = "Kinesis on AWS, with AWS's default credential chain" };
    private readonly Option<string?> _region = RegionOption.Create("The AWS region; without --url it means AWS, as --aws does");
    private readonly Option<int?> _timeout = NumberOption.Create("--timeout", "Seconds that all of it may take", 1, 600, "default 60");

    public KinesisArguments()
    {
        _url.Validators.Add(result =>
        {
            if (result.Tokens is [var url] && !(Uri.TryCreate(url.Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            {
                result.AddError($"--url is '{url.Value}'; it must be an address such as {EmbeddedKinesisServer.DefaultUrl}.");
            }
        });
    }

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _url, _aws, _region, _timeout })
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetResult(_aws) is not null && result.GetResult(_url) is not null)
            {
                result.AddError("--aws and --url exclude each other.");
            }
        });
    }

    public TimeSpan Timeout(ParseResult parsed) => TimeSpan.FromSeconds(parsed.GetValue(_timeout) ?? 60);

    /// <summary>The client, and where it goes as a message says it.</summary>
    /// <exception cref="ArgumentException">No region is known to sign requests for.</exception>
    public (AmazonKinesisClient Client, string Place) Connect(ParseResult parsed)
    {
        var region = parsed.GetValue(_region);
        if (parsed.GetValue(_aws) || (region is not null && parsed.GetValue(_url) is null))
        {
            var config = new AmazonKinesisConfig();
            config.RegionEndpoint = region is null ? config.RegionEndpoint : RegionEndpoint.GetBySystemName(region);
            return (Client(() => new AmazonKinesisClient(config)), $"AWS, region {config.RegionEndpoint?.SystemName}");
        }

        var address = new Uri(parsed.GetValue(_url) ?? EmbeddedKinesisServer.DefaultUrl);
        return (address.IsLoopback ? Local(address, region) : Client(() => new AmazonKinesisClient(At(address, region))), address.OriginalString);
    }

    /// <summary>What listens on this machine takes any credentials, and gets none of the user's own.</summary>
    private static AmazonKinesisClient Local(Uri address, string? region) =>
        new(new BasicAWSCredentials("local", "local"), At(address, region ?? "eu-west-1"));

    private static AmazonKinesisConfig At(Uri address, string? region) => new() { ServiceURL = address.ToString(), AuthenticationRegion = region };

    private static AmazonKinesisClient Client(Func<AmazonKinesisClient> create)
    {
        try
        {
            return create();
        }
        catch (AmazonClientException incomplete)
        {
            throw new ArgumentException($"No AWS region is known; give --region, or set AWS_REGION: {incomplete.Message}", incomplete);
        }
    }
}
