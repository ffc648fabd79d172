using System.Collections.Concurrent;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Ingest.Testing.S3;

/// <summary>Stands before s3rver and does what S3's documentation says where s3rver does not.</summary>
/// <remarks>
/// A PUT with <c>If-None-Match: *</c> is answered with 412 when the object exists
/// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html), and a listing is in the order of UTF-8 bytes
/// and in pages (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html). All else is passed on, signatures too.
/// </remarks>
public sealed class StrictS3Server : IAsyncDisposable
{
    private readonly SemaphoreSlim _puts = new(1);
    private readonly HttpClient _upstream;
    private readonly WebApplication _app;

    private StrictS3Server(Uri upstream)
    {
        _upstream = new HttpClient { BaseAddress = upstream };
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    /// <summary>Where it listens.</summary>
    public Uri Url => new(_app.Urls.Single());

    /// <summary>What happens to the PUTs to come, in order; without an entry they are done.</summary>
    public ConcurrentQueue<PutFault> Faults { get; } = new();

    /// <summary>How many keys a page of a listing holds.</summary>
    public int PageSize { get; set; } = 1000;

    /// <summary>Starts one on a free port.</summary>
    public static async Task<StrictS3Server> StartAsync(Uri upstream)
    {
        var server = new StrictS3Server(upstream);
        await server._app.StartAsync();
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _upstream.Dispose();
        _puts.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method) && context.Request.Query["list-type"] == "2")
        {
            await ListAsync(context);
            return;
        }

        if (!HttpMethods.IsPut(context.Request.Method) || context.Request.Headers.IfNoneMatch != "*")
        {
            await ForwardAsync(context);
            return;
        }

        await _puts.WaitAsync();
        try
        {
            await PutAsync(context);
        }
        finally
        {
            _puts.Release();
        }
    }

    private async Task PutAsync(HttpContext context)
    {
        PutFault? fault = Faults.TryDequeue(out var next) ? next : null;
        using var head = new HttpRequestMessage(HttpMethod.Head, context.Request.Path + context.Request.QueryString);
        using var existing = await _upstream.SendAsync(head);
        if (fault is PutFault.Conflict)
        {
            await RefuseAsync(context, StatusCodes.Status409Conflict, "ConditionalRequestConflict");
        }
        else if (fault is PutFault.Lost)
        {
            context.Abort();
        }
        else if (existing.IsSuccessStatusCode)
        {
            await RefuseAsync(context, StatusCodes.Status412PreconditionFailed, "PreconditionFailed");
        }
        else
        {
            await ForwardAsync(context, answer: fault is null);
        }
    }

    private async Task ListAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var after = query["continuation-token"].FirstOrDefault() ?? query["start-after"].FirstOrDefault() ?? "";
        var prefix = query["prefix"].FirstOrDefault() ?? "";
        var all = XDocument.Parse(await _upstream.GetStringAsync(
            $"{context.Request.Path}?list-type=2&max-keys=1000&prefix={Uri.EscapeDataString(prefix)}"));
        if (all.Root!.Elements().Any(element => element is { Name.LocalName: "IsTruncated", Value: "true" }))
        {
            throw new InvalidOperationException("More than 1,000 objects: s3rver lists them in an order that cannot be mended.");
        }

        var contents = all.Root.Elements().Where(element => element.Name.LocalName == "Contents").ToList();
        var following = contents
            .Select(element => (Key: element.Elements().Single(child => child.Name.LocalName == "Key").Value, Element: element))
            .Where(item => CompareBytes(item.Key, after) > 0)
            .ToList();
        following.Sort((a, b) => CompareBytes(a.Key, b.Key));

        contents.Remove();
        all.Root.Elements().Where(element => element.Name.LocalName is "IsTruncated" or "NextContinuationToken").Remove();
        all.Root.Add(following.Take(PageSize).Select(item => item.Element));
        all.Root.Add(new XElement(all.Root.Name.Namespace + "IsTruncated", following.Count > PageSize));
        if (following.Count > PageSize)
        {
            all.Root.Add(new XElement(all.Root.Name.Namespace + "NextContinuationToken", following[PageSize - 1].Key));
        }

        context.Response.ContentType = "application/xml";
        await context.Response.WriteAsync(all.ToString(SaveOptions.DisableFormatting));
    }

    private static int CompareBytes(string a, string b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));

    private static async Task RefuseAsync(HttpContext context, int status, string code)
    {
        await context.Request.Body.CopyToAsync(Stream.Null);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/xml";
        await context.Response.WriteAsync($"<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>{code}</Code><Message>{code}</Message></Error>");
    }

    private async Task ForwardAsync(HttpContext context, bool answer = true)
    {
        var path = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), path);
        if (HttpMethods.IsPut(context.Request.Method))
        {
            request.Content = new StreamContent(context.Request.Body);
        }

        // All headers as they came, the host too: they are signed.
        foreach (var (name, values) in context.Request.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string>)values!);
            }
        }

        using var response = await _upstream.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (!answer)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers).Where(header => header.Key != "Transfer-Encoding"))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        await response.Content.CopyToAsync(context.Response.Body);
    }
}
