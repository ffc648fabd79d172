namespace Ingest.Local.Stack;

/// <summary>Credentials for this process, which talks to nobody but itself.</summary>
/// <remarks>
/// The AWS client signs every request and looks for credentials in the environment first. Setting them here means that a
/// laptop needs none, and that the user's own are never sent to a local port.
/// </remarks>
internal static class LocalCredentials
{
    public static void Use()
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "local");
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "local");
        Environment.SetEnvironmentVariable("AWS_SESSION_TOKEN", null);
    }
}
