namespace Ingest.KafkaProxy.Tests.Contract;

/// <summary>A case of the contract: requests in order, and each one's answer as a whole.</summary>
/// <param name="Case">What it shows.</param>
/// <param name="Steps">The requests.</param>
internal sealed record ContractRow(string Case, params ContractStep[] Steps)
{
    /// <summary>Settings of the proxy, <c>key=value</c>, by which its answers change.</summary>
    public string[] Settings { get; init; } = [];

    /// <summary>The servers that cannot do it.</summary>
    public string[] NotOn { get; init; } = [];
}

/// <summary>A request and its answer, in which <c>{topic}</c>, <c>{group}</c>, <c>{broker}</c>, <c>{configs}</c>, <c>{topics}</c>, <c>{unknown}</c> and <c>{url}</c> stand for the server's.</summary>
internal sealed record ContractStep(string Request, string? Body, int Status, string Answer)
{
    public string? ContentType { get; init; } = RunningProxy.V2;

    public string? Accept { get; init; }

    /// <summary>The answer's type.</summary>
    public string? Gives { get; init; } = RunningProxy.V2;
}
