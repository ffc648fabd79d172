using System.Diagnostics;
using Ingest.Testing;

namespace DeployTests.Images;

/// <summary>Builds and runs images with storage of its own, which goes with it; nothing is pulled.</summary>
/// <remarks>
/// Microsoft's bases are stood in for by Debian's C library under the .NET of this machine, given through the Containerfiles' own
/// arguments: <see cref="Sdk"/> finds the SDK and the packages mounted while it builds, <see cref="Runtime"/> holds the runtime.
/// </remarks>
internal sealed class ImageWorkshop : IAsyncDisposable
{
    public const string Sdk = "localhost/sdk";
    public const string Runtime = "localhost/aspnet";

    private const string Packages = "base-files,ca-certificates,coreutils,dash,libc6,libgcc-s1,libselinux1,libssl3,libstdc++6,zlib1g";
    private const string InImage = "/usr/share/dotnet";

    private readonly TemporaryDirectory _directory = new();
    private readonly List<string> _containers = [];
    private readonly string _settings;

    public ImageWorkshop()
    {
        _settings = Path.Combine(_directory.Path, "containers.conf");
        File.WriteAllText(_settings, """
            [containers]
            default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
            [engine]
            cgroup_manager = "cgroupfs"
            events_logger = "file"
            """);
    }

    private static string DotnetRoot { get; } =
        Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    private static string PackageFolder { get; } = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private string[] Storage => ["--root", Path.Combine(_directory.Path, "root"), "--runroot", Path.Combine(_directory.Path, "run")];

    /// <summary>Why nothing can be built or run here; null when it can.</summary>
    public static string? Missing() =>
        Array.Find(["mmdebstrap", "buildah", "podman", "runc", "nsenter", "bash"], tool => ProgramRun.Find(tool) is null) is { } tool ? $"{tool} is not installed"
        : Environment.IsPrivilegedProcess ? null
        : "images are built and run here as root";

    /// <summary>Makes <see cref="Sdk"/> and <see cref="Runtime"/>.</summary>
    public async Task MakeBasesAsync()
    {
        var context = Directory.CreateDirectory(Path.Combine(_directory.Path, "bases")).FullName;
        await ProgramRun.OutputOfAsync("mmdebstrap", "--quiet", "--variant=extract", $"--include={Packages}", "bookworm", Path.Combine(context, "base.tar"));
        await File.WriteAllTextAsync(Path.Combine(context, "passwd"), "root:x:0:0:root:/root:/bin/sh\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(context, "NuGet.Config"), "<configuration><packageSources><clear /></packageSources></configuration>", TestContext.Current.CancellationToken);

        await BuildBaseAsync("localhost/base", context, "FROM scratch", "ADD base.tar /", $"ENV PATH={InImage}:/usr/bin:/bin");
        await BuildBaseAsync(
            Sdk, context, "FROM localhost/base", "COPY passwd /etc/", "COPY NuGet.Config /root/.nuget/NuGet/",
            "ENV HOME=/root DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_NOLOGO=1 NuGetAudit=false MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false");
        await BuildBaseAsync(
            Runtime, DotnetRoot, "FROM localhost/base", $"COPY dotnet {InImage}/", $"COPY host {InImage}/host/",
            $"COPY shared {InImage}/shared/");
    }

    /// <summary>Builds a Containerfile of the suite over the bases, from the checkout.</summary>
    public Task BuildAsync(Containerfile file) => BuildahAsync(
            "--file", file.Path, "--tag", $"localhost/{file.Image}", "--build-arg", $"SDK_IMAGE={Sdk}", "--build-arg", $"RUNTIME_IMAGE={Runtime}",
            "--volume", $"{DotnetRoot}:{InImage}:ro", "--volume", $"{PackageFolder}:/root/.nuget/packages:ro", Checkout.Root);

    /// <summary>Starts a container and gives its name; it is removed with the workshop.</summary>
    public async Task<string> StartAsync(string image, params string[] options)
    {
        var id = (await PodmanAsync(["run", "--detach", .. options, $"localhost/{image}"])).Trim();
        _containers.Add(id);
        return id;
    }

    public async Task<string> PodmanAsync(params string[] arguments) => (await TryPodmanAsync(arguments)).OutputOrThrow($"podman {string.Join(' ', arguments)}");

    /// <summary>As <see cref="PodmanAsync"/>, for what may fail.</summary>
    public Task<ProgramRun> TryPodmanAsync(string[] arguments, CancellationToken? cancellation = null) =>
        RunAsync("podman", [.. Storage, "--runtime", "runc", .. arguments], cancellation);

    public async ValueTask DisposeAsync()
    {
        foreach (var container in _containers)
        {
            (await TryPodmanAsync(["rm", "--force", container], CancellationToken.None)).OutputOrThrow("podman rm");
        }

        // What a stopped build left mounted, and the storage driver's own mount, would keep the folder from going.
        var mounts = from line in await File.ReadAllLinesAsync("/proc/self/mounts")
                     let point = line.Split(' ')[1]
                     where point.StartsWith(_directory.Path + "/", StringComparison.Ordinal)
                     orderby point.Length descending
                     select point;
        foreach (var mount in mounts)
        {
            (await RunAsync("umount", ["--lazy", mount], CancellationToken.None)).OutputOrThrow("umount");
        }

        _directory.Dispose();
    }

    private async Task BuildBaseAsync(string tag, string context, string from, string first, string second, string third = "")
    {
        var file = Path.Combine(_directory.Path, "Containerfile." + tag.Split('/')[1]);
        await File.WriteAllLinesAsync(file, [from, first, second, third], TestContext.Current.CancellationToken);
        await BuildahAsync("--file", file, "--tag", tag, context);
    }

    private async Task<string> BuildahAsync(params string[] arguments) =>
        (await RunAsync("buildah", [.. Storage, "bud", "--isolation", "chroot", "--pull-never", "--quiet", .. arguments])).OutputOrThrow($"buildah {string.Join(' ', arguments)}");

    private Task<ProgramRun> RunAsync(string program, string[] arguments, CancellationToken? cancellation = null)
    {
        var start = new ProcessStartInfo(program, arguments) { Environment = { ["CONTAINERS_CONF"] = _settings } };
        return ProgramRun.OfAsync(start, cancellation: cancellation);
    }
}
