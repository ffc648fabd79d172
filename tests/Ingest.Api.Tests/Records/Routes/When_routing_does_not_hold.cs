using Ingest.Testing;

namespace Ingest.Api.Tests.Records.Routes;

public sealed class When_routing_does_not_hold
{
    /// <summary>The program itself, as an operator starts it: every error on a line of its own.</summary>
    [Fact]
    public Task It_ends_and_tells_every_error_at_once() => ServiceProgram.RefusesAsync<GatewayOptions>(
        [
            "--Records:RetriesMax=99",
            "--Records:TryTimeout=00:00:25",
            "--Routing:UserId=a b",
            "--Routing:Colour=red",
            "--Routing:Sources:nowhere:Topic=t",
            "--Routing:Sources:typo:Destinations:0=btach",
            "--Routing:Sources:list:Destinations=batch",
            "--Routing:Sources:scalar=batch",
            "--Routing:Sources:misspelt:Destinations:0=batch",
            "--Routing:Sources:misspelt:Topic=t",
            "--Routing:Sources:misspelt:KeyFeild=index",
            "--Routing:Sources:b:Destinations:0=batch",
            "--Routing:Sources:s:Destinations:0=stream",
            "--Routing:Sources:s:Stream=",
            "--Routing:Sources:unclosed:Destinations:0=batch",
            "--Routing:Sources:unclosed:Topic={userId.pin",
            "--Routing:Sources:unclosed:Stream={user}.pin",
            "--Routing:Sources:names:Destinations:0=batch",
            "--Routing:Sources:names:Topic=a/{source}",
            "--Routing:Sources:names:Stream=a b",
            "--Routing:Sources:names:KeyField=",
            "--Routing:Sources:internal:Destinations:0=batch",
            "--Routing:Sources:internal:Topic=__{source}",
            "--Routing:Sources:-x:Destinations:0=batch",
            "--Routing:Sources:-x:Topic=t",
            "--Routing:Sources:rules:Destinations:0=batch",
            "--Routing:Sources:rules:Topic=t",
            "--Routing:Sources:rules:Rules:0:Field=category",
            "--Routing:Sources:rules:Rules:1:Values:0=art",
            "--Routing:Sources:rules:Rules:1:Destinations:0=stream",
            "--Routing:Sources:rules:Rules:1:Equals=art",
        ],
        "Records:RetriesMax is 99; it must be 0 to 10",
        "Records:TryTimeout is 00:00:25; it must be at most Records:CallTimeout, which is 00:00:20",
        "Routing:UserId is 'a b'; it must match ^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$",
        "Routing:Colour is not known; there are UserId, Sources",
        "Routing:Sources:nowhere:Destinations is not set; a record must go somewhere: batch, stream or both",
        "Routing:Sources:typo:Destinations:0 is 'btach'; it must be batch or stream",
        "Routing:Sources:list:Destinations is 'batch'; it has no value of its own, only entries such as Routing:Sources:list:Destinations:0",
        "Routing:Sources:list:Destinations is not set; a record must go somewhere: batch, stream or both",
        "Routing:Sources:scalar is 'batch'; it has no value of its own, only entries such as Routing:Sources:scalar:Topic",
        "Routing:Sources:misspelt:KeyFeild is not known; there are Destinations, Topic, Stream, KeyField, Rules",
        "Routing:Sources:b:Topic is not set; records go to batch and need it",
        "Routing:Sources:s:Stream is empty; records go to stream and need it",
        "Routing:Sources:unclosed:Topic is '{userId.pin'; the brace at character 1 is not closed",
        "Routing:Sources:unclosed:Stream is '{user}.pin'; {user} is not known; {source} and {userId} are",
        "Routing:Sources:names:Topic is 'a/{source}'; the topic 'a/names' must be 1 to 249 letters, digits, '.', '_' and '-', and not '.' or '..'",
        "Routing:Sources:names:Stream is 'a b'; the stream 'a b' must be 1 to 128 letters, digits, '_', '.' and '-', and not '.' or '..'",
        "Routing:Sources:names:KeyField is empty; it must name a field",
        "Routing:Sources:internal:Topic is '__{source}'; the topic '__internal' is internal, as all that begin with '_'",
        "Routing:Sources:-x: the name '-x' must be 1 to 100 letters, digits, '.', '_' and '-', and begin with a letter or a digit",
        "Routing:Sources:rules:Rules:0:Values is not set; a rule must say which values match",
        "Routing:Sources:rules:Rules:0:Destinations is not set; a record must go somewhere: batch, stream or both",
        "Routing:Sources:rules:Rules:1:Field is not set; it must name a field",
        "Routing:Sources:rules:Rules:1:Equals is not known; there are Field, Values, Destinations",
        "Routing:Sources:rules:Stream is not set; records go to stream and need it");

    /// <summary>Kinesis would take the name; the path of a call cannot hold it, so nothing would ever be stored.</summary>
    [Fact]
    public Task A_stream_that_no_path_can_name_is_told_too() => ServiceProgram.RefusesAsync<GatewayOptions>(
        ["--Routing:Sources:dots:Destinations:0=stream", "--Routing:Sources:dots:Stream=.."],
        "Routing:Sources:dots:Stream is '..'; the stream '..' must be 1 to 128 letters, digits, '_', '.' and '-', and not '.' or '..'");
}
