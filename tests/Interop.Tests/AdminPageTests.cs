using System.Text.Json.Nodes;

using OpenQA.Selenium;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>The admin page in a real browser, with a real clone under way.</summary>
public sealed class AdminPageTests
{
    private const string Repository = "team/a-large-monorepo.git";
    private const string Inert = "team/<img src=x onerror=alert(1)>.git";
    private const string Token = "a-token-of-the-operator's";

    [Fact]
    public async Task The_page_shows_a_clone_finds_it_and_ends_it_when_told_so_twice()
    {
        await using var site = await Installation.StartAsync(adjust: site => Configure(site, withToken: false));
        var (first, second) = (await PausedAsync(site, Repository), await PausedAsync(site, Inert));
        using var browser = new Browser();
        browser.Open(AddressOf(site));

        await browser.UntilAsync("return document.querySelectorAll('#rows tr').length >= 2", "Two sessions do not appear.");
        await browser.UntilAsync("return document.querySelector('#state').textContent === 'serving'", "The state does not appear.");
        Assert.Contains(Repository, browser.Text("#rows"), StringComparison.Ordinal);
        Assert.Contains("healthy", browser.Text("#backends"), StringComparison.Ordinal);

        // What a peer chose is text, whatever it looks like.
        Assert.Contains(Inert, browser.Text("#rows"), StringComparison.Ordinal);
        Assert.Equal(0, browser.Run<long>("return document.querySelectorAll('#rows img').length"));

        await SortsAndSearchesAsync(browser);
        await browser.UntilAsync("return [...document.querySelectorAll('svg.chart')].length === 9 && [...document.querySelectorAll('svg.chart')].every(chart => chart.dataset.points >= 3 && chart.querySelector('path.line').getAttribute('d').length > 10)", "The charts have no points.");
        Pictures(browser);

        await EndsByKeyboardAsync(browser);
        var ended = await first.EndAsync();
        Assert.Contains("sluice: the operator ended your request: the disk is being replaced (request ", ended.Error, StringComparison.Ordinal);
        await browser.UntilAsync("return document.querySelectorAll('#rows tr').length === 1", "The ended session does not go.");

        Assert.Empty(browser.Console());
        Assert.All(browser.Requests(), request => Assert.Equal("127.0.0.1", request.Host));
        (await SluiceCommand.RunAsync(site, "kill", await OnlyRequestAsync(site))).MustSucceed();
        Assert.NotEqual(0, (await second.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task A_browser_without_the_token_gets_a_form_and_then_a_cookie_that_scripts_cannot_read()
    {
        await using var site = await Installation.StartAsync(adjust: site => Configure(site, withToken: true));
        using var browser = new Browser();
        browser.Open(AddressOf(site));

        browser.Find("#token").SendKeys("wrong" + Keys.Enter);
        await browser.UntilAsync("return document.querySelector('.fault') !== null", "A wrong token is not refused.");
        browser.Picture("login");
        browser.Find("#token").SendKeys(Token + Keys.Enter);
        await browser.UntilAsync("return document.querySelector('#state')?.textContent === 'serving'", "The right token does not let in.");

        Assert.Equal("", browser.Run<string>("return document.cookie"));
        var cookie = Assert.Single(browser.Driver.Manage().Cookies.AllCookies);
        Assert.Equal(("Strict", true), (cookie.SameSite, cookie.IsHttpOnly));
        browser.Find("footer button").Click();
        await browser.UntilAsync("return document.querySelector('#token') !== null", "The token is not forgotten.");
    }

    [Fact]
    public async Task The_commands_say_in_words_what_the_page_shows()
    {
        await using var site = await Installation.StartAsync(adjust: site => Configure(site, withToken: true));
        var clone = await PausedAsync(site, Repository);

        var sessions = (await SluiceCommand.RunAsync(site, "sessions", "--sort", "bytes", "--user", "alice")).MustSucceed().Output;
        Assert.Contains(Repository, sessions, StringComparison.Ordinal);
        Assert.EndsWith("1 connection, 1 request.\n", sessions, StringComparison.Ordinal);
        Assert.DoesNotContain(Repository, (await SluiceCommand.RunAsync(site, "sessions", "--user", "bob")).MustSucceed().Output, StringComparison.Ordinal);
        var backends = (await SluiceCommand.RunAsync(site, "backends")).MustSucceed().Output;
        Assert.Matches(@"main\s.*\shealthy\s", backends);

        var memory = (await SluiceCommand.RunAsync(site, "memory", "--gc", "--top", "5")).MustSucceed().Output;
        foreach (var question in (string[])["How much does a connection cost?", "Is it given back?", "What is the collector doing?", "A forced collection took "])
            Assert.Contains(question, memory, StringComparison.Ordinal);
        var json = JsonNode.Parse((await SluiceCommand.RunAsync(site, "memory", "--json")).MustSucceed().Output)!;
        Assert.InRange((double)json["accountedShare"]!, 0.0001, 1);

        var unknown = await SluiceCommand.RunAsync(site, "kill", "lusab-babad");
        Assert.Equal("No connection and no request has the id lusab-babad: it may have ended already.\n", unknown.MustExitWith(1).Error);
        var id = (await OnlyRequestAsync(site)).Split('-');
        var killed = (await SluiceCommand.RunAsync(site, "kill", $"{id[0]}-{id[1]}", "--why", "you are moving")).MustSucceed().Output;
        Assert.Equal($"Connection {id[0]}-{id[1]} of alice is ended, and 1 request on it.\n", killed);
        var told = (await clone.EndAsync()).Error;
        Assert.True(told.Contains("the operator ended this connection: you are moving", StringComparison.Ordinal), told);
    }

    private static async Task SortsAndSearchesAsync(Browser browser)
    {
        browser.Find("th[data-sort=repository] button").SendKeys(Keys.Enter);
        await browser.UntilAsync("return document.querySelector('th[data-sort=repository]').getAttribute('aria-sort') === 'ascending' && document.querySelector('#rows tr').textContent.includes('<img')", "It does not sort from A.");
        browser.Find("th[data-sort=repository] button").SendKeys(Keys.Enter);
        await browser.UntilAsync("return document.querySelector('#rows tr').textContent.includes('monorepo')", "It does not sort from Z.");
        browser.Find("#search").SendKeys("MONO");
        await browser.UntilAsync("return document.querySelectorAll('#rows tr').length === 1 && document.querySelector('#matched').textContent === '1 of 2 match'", "It does not search.");
        browser.Find("#search").Clear();
        browser.Find("#search").SendKeys("nothing like it");
        await browser.UntilAsync("return document.querySelector('#empty') !== null", "It finds what is not there.");
        browser.Run<object?>("document.querySelector('#search').value = ''; document.querySelector('#search').dispatchEvent(new Event('input'))");
        await browser.UntilAsync("return document.querySelectorAll('#rows tr').length === 2", "It does not show all again.");
    }

    private static async Task EndsByKeyboardAsync(Browser browser)
    {
        browser.Find("#rows tr button").SendKeys(Keys.Enter);
        await browser.UntilAsync("return document.querySelector('#detail').open && document.querySelector('#detail').textContent.includes('Round trip')", "The details do not open by keyboard.");
        Assert.Contains("Key exchange", browser.Text("#detail"), StringComparison.Ordinal);
        browser.Picture("detail");
        for (var i = 0; i < 6 && browser.Active.Text != "End the request"; i++) browser.Press(Keys.Tab);
        Assert.Equal("End the request", browser.Active.Text);
        browser.Press(Keys.Enter);
        await browser.UntilAsync("return document.querySelector('#confirm').open", "It does not ask before it ends something.");
        browser.Press(Keys.Escape);
        await browser.UntilAsync("return !document.querySelector('#confirm').open && document.querySelectorAll('#rows tr').length === 2", "Escape does not leave all as it is.");

        browser.Press(Keys.Enter);
        await browser.UntilAsync("return document.querySelector('#confirm').open", "It does not ask a second time.");
        browser.Press("the disk is being replaced");
        browser.Picture("confirm");
        browser.Press(Keys.Enter);
        await browser.UntilAsync("return !document.querySelector('#said').hidden && document.querySelector('#said').textContent.endsWith('of alice is ended.')", "It does not say what came of it.");
    }

    private static void Pictures(Browser browser)
    {
        foreach (var isDark in (bool[])[false, true])
        {
            browser.SetDark(isDark);
            browser.SetSize(1280, 1500);
            var name = browser.Picture(isDark ? "dark" : "light");
            Assert.True(new FileInfo(name).Length > 10_000);
            browser.SetSize(390, 1600);
            browser.Picture(isDark ? "phone-dark" : "phone-light");
            // Wide tables scroll by themselves; the page does not.
            Assert.True(browser.Run<bool>("return document.documentElement.scrollWidth <= innerWidth"), "The page is wider than a phone.");
        }
        browser.SetSize(1280, 1000);
        browser.SetDark(false);
    }

    /// <summary>A clone that is under way, and stays so.</summary>
    private static async Task<Held> PausedAsync(Installation site, string repository)
    {
        await site.CreateGitAsync(repository, GitContent.OfMebibytes(16));
        var paused = PausedClone.Of(site.Alice, site.Files);
        var cloning = paused.Client.GitAsync("clone", "--quiet", "--bare", site.UrlOf(repository), site.Files.PathOf($"clone-{Guid.NewGuid():N}"));
        await paused.ReachedAsync();
        return new Held(paused, cloning);
    }

    private static async Task<string> OnlyRequestAsync(Installation site)
    {
        var json = JsonNode.Parse((await SluiceCommand.RunAsync(site, "sessions", "--json")).MustSucceed().Output)!;
        return (string)json["sessions"]!.AsArray().Single()!["requests"]!.AsArray().Single()!["id"]!;
    }

    private static Task Configure(Installation site, bool withToken)
    {
        site.Folder.Configuration.Section["AdminListen"] = new JsonArray($"127.0.0.1:{FreePort.Next()}");
        if (!withToken) return Task.CompletedTask;
        site.Folder.Configuration.Section["AdminTokenFile"] = site.Folder.Files.WriteSecret("admin-token", Token + "\n");
        return Task.CompletedTask;
    }

    private static Uri AddressOf(Installation site) => new($"http://{(string)site.Folder.Configuration.Section["AdminListen"]![0]!}/");

    private sealed record Held(PausedClone Paused, Task<ProgramResult> Cloning)
    {
        /// <summary>Somebody has ended it: the client reads on, and learns that.</summary>
        public Task<ProgramResult> EndAsync()
        {
            Paused.GoOn();
            return Cloning;
        }
    }
}
