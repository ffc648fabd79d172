using MySqlConnector;

namespace Ingest.Emulator;

/// <summary>Where a MySQL or MariaDB database with the three source tables is; shown without its password.</summary>
public sealed class EmulatorDatabase
{
    /// <summary>The last is what SQLAlchemy calls it, and with it the classic emulator's settings.</summary>
    private static readonly string[] Schemes = ["mysql", "mariadb", "mysql+pymysql"];

    private readonly MySqlConnectionStringBuilder _settings;

    private EmulatorDatabase(MySqlConnectionStringBuilder settings) => _settings = settings;

    /// <summary>For <see cref="MySqlConnection"/>; holds the password.</summary>
    internal string ConnectionString => _settings.ConnectionString;

    /// <summary>Reads <c>mysql://user@host:port/database?Setting=value</c>, or a connection string as MySqlConnector takes it.</summary>
    /// <param name="address">The address; its settings are MySqlConnector's, such as <c>SslMode</c>.</param>
    /// <param name="password">The password, unless the address has one; null is none.</param>
    /// <exception cref="FormatException">The address cannot be read, or names no server, user or database. It is not repeated in the message, for it may hold a password.</exception>
    public static EmulatorDatabase Parse(string address, string? password = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        var settings = address.Contains("://", StringComparison.Ordinal) ? FromUrl(address) : FromConnectionString(address);
        (string Name, string Value)[] needed = [("server", settings.Server), ("user", settings.UserID), ("database", settings.Database)];
        foreach (var (name, value) in needed)
        {
            if (string.IsNullOrEmpty(value))
            {
                throw new FormatException($"The address of the database names no {name}; a whole one is mysql://user@host:3306/pinterest_data.");
            }
        }

        if (settings.Password.Length == 0)
        {
            settings.Password = password ?? "";
        }

        // One connection for the whole run; and values as the columns hold them: TINYINT(1) a number, CHAR(36) text.
        settings.Pooling = false;
        settings.TreatTinyAsBoolean = false;
        settings.GuidFormat = MySqlGuidFormat.None;
        return new EmulatorDatabase(settings);
    }

    /// <summary>The address, without password and settings.</summary>
    public override string ToString() => $"mysql://{_settings.UserID}@{_settings.Server}:{_settings.Port}/{_settings.Database}";

    private static MySqlConnectionStringBuilder FromConnectionString(string text)
    {
        try
        {
            return new MySqlConnectionStringBuilder(text);
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or InvalidOperationException or OverflowException)
        {
            throw new FormatException($"The connection string of the database cannot be read: {failure.Message}", failure);
        }
    }

    private static MySqlConnectionStringBuilder FromUrl(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || !Schemes.Contains(url.Scheme) || url.Fragment.Length > 0)
        {
            throw new FormatException(
                "The address of the database must be like mysql://user@host:3306/pinterest_data; '@', ':', '/', '?', '#' and '%' in a name or password are written %40, %3A, %2F, %3F, %23 and %25.");
        }

        var settings = FromConnectionString(url.Query.TrimStart('?').Replace('&', ';'));
        var user = url.UserInfo.Split(':', 2);
        settings.Server = url.Host;
        settings.Port = url.IsDefaultPort ? settings.Port : (uint)url.Port;
        settings.UserID = Uri.UnescapeDataString(user[0]);
        settings.Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : settings.Password;
        settings.Database = Uri.UnescapeDataString(url.AbsolutePath.Trim('/'));
        return settings;
    }
}
