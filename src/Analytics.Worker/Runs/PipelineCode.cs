using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Analytics.Worker.Pipelines;
using Analytics.Worker.Tables;
using Microsoft.Extensions.Options;

namespace Analytics.Worker.Runs;

/// <summary>The pipeline's files in the bucket, for an engine to read: <c>pipelines/&lt;pipeline&gt;/&lt;SHA-256&gt;/</c>.</summary>
/// <remarks>A folder is named for what it holds, so it is written once and a run that names it can be repeated.</remarks>
internal sealed class PipelineCode(Pipeline pipeline, WorkerStores stores, IOptions<PipelineOptions> options, IOptions<RunsOptions> runs)
{
    private static readonly string[] Folders = ["", "clean", "queries"];

    /// <summary>Puts the files of this moment into the bucket, those that are not there.</summary>
    /// <returns>The SHA-256 of names and contents, 64 hexadecimal digits.</returns>
    public async Task<string> UploadAsync(CancellationToken cancellation)
    {
        var files = await ReadAsync(cancellation);
        var hash = HashOf(files);
        foreach (var (name, content) in files)
        {
            await stores.Objects.TryCreateAsync($"{FolderOf(hash)}/{name}", content, cancellation);
        }

        return hash;
    }

    /// <summary>The folder of a hash, without a slash at the end.</summary>
    public string FolderOf(string hash) => $"pipelines/{pipeline.Name}/{hash}";

    private async Task<SortedDictionary<string, byte[]>> ReadAsync(CancellationToken cancellation)
    {
        var root = options.Value.FolderPath;
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal)
        {
            ["pipeline.json"] = await File.ReadAllBytesAsync(Path.Combine(root, "pipeline.json"), cancellation),
            ["pipeline.py"] = await File.ReadAllBytesAsync(runs.Value.ProgramPath, cancellation),
        };
        foreach (var folder in Folders)
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(root, folder), "*.sql"))
            {
                files[folder.Length == 0 ? Path.GetFileName(file) : $"{folder}/{Path.GetFileName(file)}"] = await File.ReadAllBytesAsync(file, cancellation);
            }
        }

        return files;
    }

    /// <summary>Lengths go in with the texts, so that no two sets of files read the same.</summary>
    private static string HashOf(SortedDictionary<string, byte[]> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = new byte[sizeof(long)];
        foreach (var part in files.SelectMany(file => new[] { Encoding.UTF8.GetBytes(file.Key), file.Value }))
        {
            BinaryPrimitives.WriteInt64BigEndian(length, part.LongLength);
            hash.AppendData(length);
            hash.AppendData(part);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
