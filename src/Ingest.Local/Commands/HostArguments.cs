using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Ingest.Local.Stack;

namespace Ingest.Local.Commands;

/// <summary>Where <c>up</c> listens. Beyond this machine only when told twice: nothing of the suite asks who calls.</summary>
internal sealed class HostArguments
{
    private readonly Option<string> _host = new("--host")
    {
        Description = "The address the services and Kinesis listen at; 0.0.0.0 is every interface. Kafka stays on loopback",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => "127.0.0.1",
    };

    private readonly Option<bool> _insecure = new("--insecure")
    {
        Description = "Allow a --host beyond this machine: whoever reaches it may read, write and administer",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_host);
        command.Options.Add(_insecure);
        command.Validators.Add(RefuseWhatDoesNotHold);
    }

    /// <returns><paramref name="options"/>, with the address to listen at.</returns>
    public StackOptions Read(ParseResult parsed, StackOptions options) => options with { Host = AddressOf(parsed.GetValue(_host)!)! };

    private static IPAddress? AddressOf(string text) => IPAddress.TryParse(text, out var address) ? address : null;

    private void RefuseWhatDoesNotHold(CommandResult command)
    {
        if (command.GetResult(_host) is not { Tokens: [{ Value: var text }] })
        {
            return; // not typed, so loopback
        }

        if (AddressOf(text) is not { } address)
        {
            command.AddError($"--host is '{text}'; it must be an IP address of this machine, such as 127.0.0.1, or 0.0.0.0 for every interface.");
        }
        else if (!IPAddress.IsLoopback(address) && !command.GetValue(_insecure))
        {
            command.AddError($"--host is {address}, which others can reach, and nothing here asks who calls; add --insecure if only those you trust can reach it.");
        }
    }
}
