using System.Text;
using System.Text.Json;

namespace Ingest.KinesisProxy.Tests.Wire;

public sealed class When_bodies_are_mutated(Kinesalite kinesalite)
{
    private const int Mutations = 2000;

    private static readonly (string Route, string Body)[] Seeds =
    [
        ("record", """{"StreamName":"{s}","Data":{"a":[1,2.5e3,"\u00e9",null,true]},"PartitionKey":"key"}"""),
        ("record", """{"Data":"text","PartitionKey":"key","ExplicitHashKey":"17"}"""),
        ("records", """{"records":[{"data":"te\"xt","partition-key":"key"},{"Data":{"b":{}},"PartitionKey":"\ud83d\ude00"}]}"""),
    ];

    [Fact]
    public async Task Each_is_stored_as_it_is_or_refused_with_a_4xx()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage("seed {0}", seed);
        var random = new Random(seed);
        await using var proxy = await Proxy.StartAsync(await kinesalite.ServerAsync());
        var stream = await kinesalite.CreateStreamAsync();
        var stored = 0;

        for (var i = 0; i < Mutations; i++)
        {
            var (route, text) = Seeds[random.Next(Seeds.Length)];
            var body = Mutate(Encoding.UTF8.GetBytes(text.Replace("{s}", stream, StringComparison.Ordinal)), random);

            var (status, answer) = await proxy.Client.SendAsync(HttpMethod.Put, $"/streams/{stream}/{route}", body);

            var told = $"seed {seed}, mutation {i}: {(int)status} {answer} to {Convert.ToBase64String(body)}";
            if ((int)status == 200)
            {
                stored += route == "record" ? 1 : answer.GetProperty("Records").GetArrayLength();
                Assert.True(IsJson(body), told);
            }
            else
            {
                Assert.True((int)status is >= 400 and < 500 && answer.Text("__type").Length > 0 && answer.Text("message").Length > 0, told);
            }
        }

        Assert.Equal(stored, (await kinesalite.ReadAsync(stream)).Count);
        Assert.InRange(stored, 1, 2 * Mutations);
    }

    private static byte[] Mutate(byte[] body, Random random)
    {
        var bytes = body.ToList();
        for (var changes = random.Next(1, 4); changes > 0 && bytes.Count > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveAt(at); break;
                case 2: bytes.Insert(at, (byte)"{}[]\",:\\u0\0 "[random.Next(12)]); break;
                case 3: bytes.RemoveRange(at, random.Next(bytes.Count - at)); break;
                case 4: bytes.InsertRange(at, bytes.GetRange(at, random.Next(bytes.Count - at))); break;
                default: bytes.InsertRange(at, Enumerable.Repeat((byte)'[', random.Next(300))); break;
            }
        }

        return [.. bytes];
    }

    private static bool IsJson(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 1000 });
            return true;
        }
        catch (JsonException)
        {
            // The mutation broke the JSON; the proxy has to say so too.
            return false;
        }
    }
}
