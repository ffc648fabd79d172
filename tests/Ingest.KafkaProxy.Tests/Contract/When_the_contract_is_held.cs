namespace Ingest.KafkaProxy.Tests.Contract;

/// <summary>Every row of the contract's tables for API v2, before each Kafka that can do what it takes.</summary>
public sealed class When_the_contract_is_held(When_the_contract_is_held.Servers servers) : IClassFixture<When_the_contract_is_held.Servers>
{
    public static TheoryData<string> OnEmbedded => On("embedded");

    public static TheoryData<string> OnMock => On("mock");

    [Theory]
    [MemberData(nameof(OnEmbedded))]
    public Task By_the_proxy_before_the_embedded_broker(string row) => servers.Embedded.HoldAsync(ContractTable.Rows[row]);

    [Theory]
    [MemberData(nameof(OnMock))]
    public Task By_the_proxy_before_the_mock_cluster(string row) => servers.Mock.HoldAsync(ContractTable.Rows[row]);

    [Fact]
    [Trait("Long", "kafka-rest-servers")]
    public async Task By_the_proxy_before_Kafka_on_the_JVM()
    {
        await using var server = await ContractServer.JvmAsync();
        var broken = new List<string>();
        foreach (var row in On("jvm").Select(row => ContractTable.Rows[row.Data]))
        {
            try
            {
                await server.HoldAsync(row);
            }
            catch (Exception failure) when (failure is Xunit.Sdk.IAssertionException)
            {
                broken.Add(failure.Message);
            }
        }

        Assert.True(broken.Count == 0, string.Join("\n\n", broken));
    }

    private static TheoryData<string> On(string server) => [.. ContractTable.Rows.Values.Where(row => !row.NotOn.Contains(server)).Select(row => row.Case)];

    public sealed class Servers : IAsyncLifetime
    {
        internal ContractServer Embedded { get; private set; } = null!;

        internal ContractServer Mock { get; } = ContractServer.Mock();

        public async ValueTask InitializeAsync() => Embedded = await ContractServer.EmbeddedAsync();

        public async ValueTask DisposeAsync()
        {
            await Embedded.DisposeAsync();
            await Mock.DisposeAsync();
        }
    }
}
