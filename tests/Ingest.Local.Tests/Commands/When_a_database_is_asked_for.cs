using System.CommandLine;
using Ingest.Emulator;
using Ingest.Local.Commands;

namespace Ingest.Local.Tests.Commands;

public sealed class When_a_database_is_asked_for
{
    private const string Address = "mysql://u@h:1/d";

    [Fact]
    public void It_is_the_one_on_the_command_line() =>
        Assert.Equal(Address, Read(["--database", Address], ("INGEST_DATABASE", "mysql://other@h:1/d"))?.ToString());

    [Fact]
    public void Without_a_value_it_is_the_environments() =>
        Assert.Equal(Address, Read(["--database"], ("INGEST_DATABASE", Address))?.ToString());

    [Fact]
    public void The_environment_alone_asks_for_none() => Assert.Null(Read([], ("INGEST_DATABASE", Address)));

    [Theory]
    [InlineData]
    [InlineData("INGEST_DATABASE", "")]
    public void Without_a_value_anywhere_it_says_so(params string[] variable)
    {
        (string, string)[] environment = variable is [var name, var value] ? [(name, value)] : [];

        var failure = Assert.Throws<FormatException>(() => Read(["--database"], environment));

        Assert.Contains("INGEST_DATABASE", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("own", "own", "mysql's")]
    [InlineData("", "", "mysql's")]
    [InlineData("mysql's", null, "mysql's")]
    [InlineData(null, null, null)]
    public void The_password_may_be_in_either_variable(string? expected, string? own, string? mysqls) =>
        Assert.Equal(expected, DatabaseOption.Password(name => name switch { "INGEST_DATABASE_PASSWORD" => own, "MYSQL_PWD" => mysqls, _ => "another" }));

    private static EmulatorDatabase? Read(string[] line, params (string Name, string Value)[] environment)
    {
        var option = DatabaseOption.Create();
        var parsed = new RootCommand { option }.Parse(line);
        Assert.Empty(parsed.Errors);
        return DatabaseOption.Read(parsed, option, name => environment.FirstOrDefault(variable => variable.Name == name).Value);
    }
}
