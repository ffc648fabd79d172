using System.Buffers;

namespace Ingest.EmbeddedKinesis.Shards;

/// <summary>Bytes in base64, checked, decoded only where they are to stand.</summary>
/// <param name="Base64">The text, in the request's body.</param>
/// <param name="Bytes">How many bytes it stands for.</param>
internal readonly record struct Blob(ReadOnlyMemory<byte> Base64, int Bytes)
{
    public void Decode(Span<byte> destination)
    {
        var status = Base64Decode(Base64.Span, destination, out var written);
        if (status != OperationStatus.Done || written != Bytes)
        {
            throw new InvalidOperationException($"Base64 that was checked decoded to {written} of {Bytes} bytes: {status}.");
        }
    }

    private static OperationStatus Base64Decode(ReadOnlySpan<byte> text, Span<byte> destination, out int written) =>
        System.Buffers.Text.Base64.DecodeFromUtf8(text, destination, out _, out written);
}
