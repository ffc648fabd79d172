using MySqlConnector;

namespace Ingest.Emulator.Tests;

public sealed class When_a_database_is_addressed
{
    [Theory]
    [InlineData("mysql://ingest@db.example:3307/pinterest_data", "db.example", 3307, "ingest", "given")]
    [InlineData("mariadb://ingest@db.example/pinterest_data", "db.example", 3306, "ingest", "given")]
    [InlineData("mysql+pymysql://project_user:own@db.example:3306/pinterest_data?SslMode=Required&DefaultCommandTimeout=5", "db.example", 3306, "project_user", "own")]
    [InlineData("mysql://a%40b:p%3A%2F%23%25w:x@db.example/pinterest_data", "db.example", 3306, "a@b", "p:/#%w:x")]
    [InlineData("Server=db.example;Port=3307;User ID=ingest;Database=pinterest_data", "db.example", 3307, "ingest", "given")]
    [InlineData("Server=/run/mysqld/mysqld.sock;Protocol=unix;Uid=ingest;Pwd='o;wn';Database=pinterest_data", "/run/mysqld/mysqld.sock", 3306, "ingest", "o;wn")]
    public void Its_parts_are_taken_and_its_own_password_wins(string address, string server, int port, string user, string password)
    {
        var database = EmulatorDatabase.Parse(address, "given");
        var settings = new MySqlConnectionStringBuilder(database.ConnectionString);

        Assert.Equal((server, (uint)port, user, password, "pinterest_data"), (settings.Server, settings.Port, settings.UserID, settings.Password, settings.Database));
        Assert.Equal($"mysql://{user}@{server}:{port}/pinterest_data", database.ToString());
    }

    [Fact]
    public void Its_settings_are_kept()
    {
        var settings = new MySqlConnectionStringBuilder(EmulatorDatabase.Parse("mysql://u@h/d?SslMode=Required&DefaultCommandTimeout=5").ConnectionString);

        Assert.Equal((MySqlSslMode.Required, 5u), (settings.SslMode, settings.DefaultCommandTimeout));
    }

    [Theory]
    [InlineData("http://u:secret@h/d", "must be like mysql://user@host:3306/pinterest_data")]
    [InlineData("mysql://u:sec#ret@h/d", "'#'")]
    [InlineData("mysql://u:secret@h:99999/d", "must be like")]
    [InlineData("mysql://u:secret@h", "names no database")]
    [InlineData("mysql://h/d", "names no user")]
    [InlineData("mysql:///d", "names no server")]
    [InlineData("mysql://u:secret@h/d?Nonsense=1", "'nonsense' not supported")]
    [InlineData("Server=h;User=u;Password=secret", "names no database")]
    [InlineData("Server=h;Port=x;Password=secret", "cannot be read")]
    [InlineData("Server=h;Port=-1;Password=secret", "cannot be read")]
    [InlineData("secret", "cannot be read")]
    [InlineData("", "names no server")]
    public void What_does_not_hold_is_named_and_no_password_shown(string address, string message)
    {
        var failure = Assert.Throws<FormatException>(() => EmulatorDatabase.Parse(address, "secret"));

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }
}
