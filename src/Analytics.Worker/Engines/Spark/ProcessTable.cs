using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Analytics.Worker.Engines.Spark;

/// <summary>The processes of this machine, as <c>/proc</c> shows them: Linux only, elsewhere none is found.</summary>
internal static partial class ProcessTable
{
    private const int NoSuchProcess = 3; // ESRCH
    private const int Terminate = 15; // SIGTERM
    private const int KillNow = 9; // SIGKILL

    /// <summary>A process one of whose arguments is exactly <paramref name="argument"/>, the oldest of several; null for none.</summary>
    /// <remarks>spark-submit is a script that becomes the JVM, with its arguments; what it starts has others.</remarks>
    public static int? Find(string argument)
    {
        if (!Directory.Exists("/proc/self"))
        {
            return null;
        }

        return Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && id != Environment.ProcessId && HasArgument(id, argument))
            .Select(id => (int?)id)
            .Min();
    }

    /// <summary>Whether a process is there and has the argument, so that another one which got its id is not taken for it.</summary>
    public static bool HasArgument(int id, string argument)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Split('\0').Contains(argument, StringComparer.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile, or is another user's; then it is not ours.
            return false;
        }
    }

    /// <summary>Asks a process to end; one that has ended already is left alone.</summary>
    /// <exception cref="IOException">It may not be asked.</exception>
    public static void AskToEnd(int id) => Signal(id, Terminate);

    /// <summary>Ends a process at once.</summary>
    /// <exception cref="IOException">It may not be ended.</exception>
    public static void Kill(int id) => Signal(id, KillNow);

    private static void Signal(int id, int signal)
    {
        if (SendSignal(id, signal) != 0 && Marshal.GetLastPInvokeError() is var error and not NoSuchProcess)
        {
            throw new IOException($"kill {id}: {new Win32Exception(error).Message}");
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int id, int signal);
}
