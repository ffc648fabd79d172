namespace Ingest.Local.Commands;

/// <summary>A stream in a list; the status is null where the server does not tell it in a list.</summary>
internal sealed record StreamLine(string Name, string? Status)
{
    /// <summary>For people.</summary>
    public override string ToString() => Status is null ? Name : $"{Name}  {Status}";
}
