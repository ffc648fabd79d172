using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Ingest.ObjectStore.Directories;

/// <summary>link(2): gives a file a second name, if that name is free.</summary>
internal static partial class HardLink
{
    private const int FileExists = 17; // EEXIST on Linux and macOS

    /// <returns>False when the name is taken.</returns>
    public static bool TryCreate(string existing, string name)
    {
        if (Link(existing, name) == 0)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error == FileExists
            ? false
            : throw new IOException($"link {name}: {new Win32Exception(error).Message}");
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string name);
}
