using System.CommandLine;
using System.ComponentModel.DataAnnotations;
using Ingest.Local.Admin;
using Ingest.ServiceDefaults;

namespace Ingest.Local.Commands;

/// <summary>Which Kafka, and how to log in there.</summary>
internal sealed class KafkaArguments
{
    private readonly Option<string> _bootstrap = new("--bootstrap")
    {
        Description = "The brokers, separated by commas; the default is the one of `up`",
        HelpName = "HOST:PORT",
        DefaultValueFactory = _ => "127.0.0.1:9092",
    };

    private readonly Option<string[]> _client = PairsOption.Create("--kafka-config", "A setting of the client, by librdkafka's name");
    private readonly Option<bool> _mskIam = new("--msk-iam") { Description = "Log in to Amazon MSK with AWS's default credential chain" };
    private readonly Option<string?> _region = RegionOption.Create("The region of the MSK cluster; without it the one of AWS_REGION or the profile");
    private readonly Option<int?> _timeout = NumberOption.Create("--timeout", "Seconds to wait for an answer", 1, 600, "default 10");

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _bootstrap, _client, _mskIam, _region, _timeout })
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetResult(_region) is not null && result.GetResult(_mskIam) is null)
            {
                result.AddError("--region is of use only with --msk-iam.");
            }
        });
    }

    /// <exception cref="ArgumentException">They do not go together, or the client library does not take them.</exception>
    public KafkaTopics Connect(ParseResult parsed)
    {
        var settings = new KafkaSettings
        {
            BootstrapServers = parsed.GetValue(_bootstrap)!,
            Client = PairsOption.Read(parsed.GetValue(_client)),
            Authentication = parsed.GetValue(_mskIam) ? KafkaAuthentication.MskIam : KafkaAuthentication.None,
            Region = parsed.GetValue(_region),
        };
        var conflicts = settings.Validate(new ValidationContext(settings)).Select(conflict => AsTyped(conflict.ErrorMessage!)).ToArray();
        try
        {
            return conflicts.Length == 0
                ? new KafkaTopics(settings, TimeSpan.FromSeconds(parsed.GetValue(_timeout) ?? 10), TimeProvider.System)
                : throw new ArgumentException(string.Join(Environment.NewLine, conflicts));
        }
        catch (ArgumentException refused)
        {
            throw new ArgumentException(AsTyped(Complaint.Of(refused)), refused);
        }
    }

    /// <summary>The services' messages name keys of the configuration; here they are options.</summary>
    private static string AsTyped(string message) => message
        .Replace("Kafka:Client:", "--kafka-config ", StringComparison.Ordinal)
        .Replace("Kafka:Authentication MskIam", "--msk-iam", StringComparison.Ordinal)
        .Replace("Kafka:Region", "--region", StringComparison.Ordinal);
}
