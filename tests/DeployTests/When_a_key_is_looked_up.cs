namespace DeployTests;

public sealed class When_a_key_is_looked_up
{
    [Theory]
    [InlineData("Kafka__BootstrapServers", true)]
    [InlineData("Kafka__Client__sasl_mechanism", true)]
    [InlineData("Gateway__Stages__0", true)]
    [InlineData("Routing__Sources__pin__Rules__0__Values__1", true)]
    [InlineData("AWS_REGION", true)]
    [InlineData("Kafka__BootstrapServer", false)]
    [InlineData("Kinesis__Client__x", false)]
    [InlineData("Routing__Sources__pin__Destination__0", false)]
    [InlineData("Kafka:BootstrapServers", false)]
    public void Only_what_a_service_reads_is_known(string name, bool known) => Assert.Equal(known, ConfigurationDocument.Knows(name));
}
