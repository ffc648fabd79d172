using System.Text;

namespace Ingest.Testing;

/// <summary>Changes a valid body in up to three places.</summary>
public static class Mutation
{
    private static readonly string[] Pieces =
        ["{", "}", "[", "]", ",", ":", "\"", "null", "-1", "1e999", "99999999999999999999", "\\ud800", "\"\\udc00\"", "\"records\":", "\"value\":", "\0", "\u00e9", " ", "//", "[[[[[["];

    /// <summary>The body as it comes out; at times as it was.</summary>
    public static byte[] Of(string valid, Random random)
    {
        var bytes = Encoding.UTF8.GetBytes(valid).ToList();
        for (var mutations = random.Next(4); mutations > 0 && bytes.Count > 0; mutations--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveRange(at, Math.Min(random.Next(1, 9), bytes.Count - at)); break;
                case 2: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)])); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(random.Next(at + 1), random.Next(bytes.Count - at) / 2)); break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }

        return [.. bytes];
    }
}
