using Ingest.Testing;
using Microsoft.Playwright;

namespace AcceptanceTests;

/// <summary>A real browser, headless Chromium from the system's packages, tries a request as a newcomer would.</summary>
public sealed class When_a_browser_opens_Swagger_UI
{
    private const string Chromium = "/usr/bin/chromium";

    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ];

    [Fact]
    public async Task A_record_can_be_produced_from_it()
    {
        Assert.SkipUnless(File.Exists(Chromium), $"{Chromium} is not installed");
        using var directory = new TemporaryDirectory();
        await using var ingest = await IngestProgram.UpAsync(directory.Path);

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Quiet });
        var page = await browser.NewPageAsync();
        var complaints = new List<string>();
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync(ingest.Endpoints["gateway"].TrimEnd('/') + "/swagger/index.html");

        var produce = page.Locator(".opblock-post", new() { HasText = "/topics/{topic}" }).First;
        await produce.Locator(".opblock-summary-control").ClickAsync();
        await produce.GetByRole(AriaRole.Button, new() { Name = "Try it out" }).ClickAsync();
        await produce.Locator("input[placeholder=topic]").FillAsync("from-the-browser");
        await produce.GetByRole(AriaRole.Button, new() { Name = "Execute" }).ClickAsync();

        var answer = produce.Locator(".live-responses-table .response").First;
        await Assertions.Expect(answer.Locator(".response-col_status")).ToContainTextAsync("200");
        await Assertions.Expect(answer.Locator(".response-col_description")).ToContainTextAsync("\"offset\": 0");
        Assert.Empty(complaints);
    }
}
