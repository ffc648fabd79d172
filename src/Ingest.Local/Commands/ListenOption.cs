using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;

namespace Ingest.Local.Commands;

/// <summary>Where a command listens that starts one thing; beyond this machine only when told twice, for nobody is asked who they are.</summary>
internal sealed class ListenOption
{
    private readonly Option<string> _listen;
    private readonly Option<bool> _insecure = new("--insecure") { Description = "Allow a --listen beyond this machine: nobody is asked who they are" };
    private readonly string _usual;

    /// <param name="what">What listens there.</param>
    /// <param name="port">Its usual port, on loopback.</param>
    public ListenOption(string what, int port)
    {
        _usual = $"127.0.0.1:{port}";
        _listen = new("--listen")
        {
            Description = $"Where {what} listens; port 0 takes a free one",
            HelpName = "ADDRESS:PORT",
            DefaultValueFactory = _ => _usual,
        };
    }

    public void AddTo(Command command)
    {
        command.Options.Add(_listen);
        command.Options.Add(_insecure);
        command.Validators.Add(RefuseWhatDoesNotHold);
    }

    public IPEndPoint Read(ParseResult parsed) => IPEndPoint.Parse(parsed.GetValue(_listen)!);

    private void RefuseWhatDoesNotHold(CommandResult command)
    {
        if (command.GetResult(_listen) is not { Tokens: [{ Value: var listen }] })
        {
            return; // not typed, so loopback; a validator gets no default value to see
        }

        if (!IPEndPoint.TryParse(listen, out var address) || !listen.Contains(':'))
        {
            command.AddError($"--listen is '{listen}'; it must be an IP address of this machine and a port, such as {_usual}.");
        }
        else if (!IPAddress.IsLoopback(address.Address) && !command.GetValue(_insecure))
        {
            command.AddError($"--listen is {listen}, which others can reach, and nobody is asked who they are; add --insecure if only those you trust can reach it.");
        }
    }
}
