using System.CommandLine;
using Ingest.Emulator;

namespace Ingest.Local.Commands;

/// <summary><c>--database</c>: where rows come from. The password may stay out of the command line, where others can read it.</summary>
internal static class DatabaseOption
{
    private const string AddressVariable = "INGEST_DATABASE";

    /// <summary>The first that is set counts; the second is what MySQL's own clients read.</summary>
    private static readonly string[] PasswordVariables = ["INGEST_DATABASE_PASSWORD", "MYSQL_PWD"];

    public static Option<string?> Create() => new("--database")
    {
        Description = "Send the rows of a MySQL or MariaDB database instead: mysql://user@host:3306/database or a connection string, without a value "
            + "that in INGEST_DATABASE; the password may be in INGEST_DATABASE_PASSWORD or MYSQL_PWD",
        HelpName = "URL",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>The database that was asked for, null if none was.</summary>
    /// <param name="parsed">What was typed.</param>
    /// <param name="option">From <see cref="Create"/>.</param>
    /// <param name="environment">Gives the value of an environment variable, null if it has none.</param>
    /// <exception cref="FormatException">The address cannot be read, or there is none.</exception>
    public static EmulatorDatabase? Read(ParseResult parsed, Option<string?> option, Func<string, string?> environment)
    {
        if (parsed.GetResult(option) is null)
        {
            return null;
        }

        var address = parsed.GetValue(option) ?? environment(AddressVariable);
        return string.IsNullOrWhiteSpace(address)
            ? throw new FormatException($"--database has no value, and the environment variable {AddressVariable} has none either.")
            : EmulatorDatabase.Parse(address, Password(environment));
    }

    /// <summary>The password that the environment gives, null if none.</summary>
    internal static string? Password(Func<string, string?> environment) => PasswordVariables.Select(environment).FirstOrDefault(password => password is not null);
}
