namespace Ingest.Testing.Kafka;

/// <summary>What AWS's default credential chain finds in a process that has called <see cref="Use"/>; worth nothing anywhere.</summary>
public static class AwsTestCredentials
{
    /// <summary>The key's id.</summary>
    public const string KeyId = "AKIDEXAMPLE";

    /// <summary>Puts them into the environment of this process, where nothing else looks for any.</summary>
    public static void Use()
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", KeyId);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "secret");
        Environment.SetEnvironmentVariable("AWS_SESSION_TOKEN", "session");
    }
}
