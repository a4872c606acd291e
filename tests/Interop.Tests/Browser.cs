using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>A headless Chromium with a profile of its own, which keeps what the page said to the console and what it asked for.</summary>
internal sealed class Browser : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _profile = new("browser");
    private readonly ChromeDriverService _service;
    private readonly ChromeDriver _driver;

    public Browser()
    {
        var driver = RequiredProgram.Find("chromedriver");
        _service = ChromeDriverService.CreateDefaultService(Path.GetDirectoryName(driver), Path.GetFileName(driver));
        _service.SuppressInitialDiagnosticInformation = true;
        var options = new ChromeOptions { BinaryLocation = RequiredProgram.Find("chromium") };
        // Without a sandbox of its own, which root cannot have; it sees no page but ours, and finds no host but this one.
        options.AddArguments(
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--window-size=1280,1000", $"--user-data-dir={_profile.FullName}", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1");
        options.SetLoggingPreference("browser", LogLevel.All);
        options.SetLoggingPreference("performance", LogLevel.All);
        _driver = new ChromeDriver(_service, options);
    }

    /// <summary>The pages' own way in.</summary>
    public ChromeDriver Driver => _driver;

    /// <summary>What has the keyboard's attention.</summary>
    public IWebElement Active => _driver.SwitchTo().ActiveElement();

    public void Open(Uri address) => _driver.Navigate().GoToUrl(address);

    public IWebElement Find(string selector) => _driver.FindElement(By.CssSelector(selector));

    /// <summary>The text that is shown; empty if there is no such element.</summary>
    public string Text(string selector) => _driver.FindElements(By.CssSelector(selector)).FirstOrDefault()?.Text ?? "";

    /// <summary>What a script gives.</summary>
    public T Run<T>(string script, params object[] arguments) => (T)_driver.ExecuteScript(script, arguments)!;

    /// <summary>Waits until a script gives true.</summary>
    public Task UntilAsync(string script, string otherwise) =>
        Eventually.HoldsAsync(() => _driver.ExecuteScript(script) is true, _patience, () => $"{otherwise}\nThe page: {Text("body")}\nIts console: {string.Join('\n', Console())}");

    /// <summary>Presses keys where the attention is.</summary>
    public void Press(string keys) => Active.SendKeys(keys);

    public void SetDark(bool isDark) => _driver.ExecuteCdpCommand("Emulation.setEmulatedMedia", new Dictionary<string, object?>
    {
        ["features"] = new[] { new Dictionary<string, object> { ["name"] = "prefers-color-scheme", ["value"] = isDark ? "dark" : "light" } },
    });

    public void SetSize(int width, int height) => _driver.ExecuteCdpCommand("Emulation.setDeviceMetricsOverride", new Dictionary<string, object?>
    {
        ["width"] = width,
        ["height"] = height,
        ["deviceScaleFactor"] = 1,
        ["mobile"] = false,
    });

    /// <summary>A picture of what is shown, in the artifacts folder; gives its path.</summary>
    public string Picture(string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(RepositoryRoot.FullName, "artifacts", "admin-page"));
        var path = Path.Combine(folder.FullName, $"{name}.png");
        _driver.GetScreenshot().SaveAsFile(path);
        return path;
    }

    /// <summary>What was said to the console since the last time: errors of scripts, of the network and of the policy.</summary>
    public IReadOnlyList<string> Console() => [.. _driver.Manage().Logs.GetLog("browser").Select(entry => $"{entry.Level} {entry.Message}")];

    /// <summary>What our pages asked for since the last time; the browser's own start page is none of them.</summary>
    public IReadOnlyList<Uri> Requests() =>
    [
        .. from entry in _driver.Manage().Logs.GetLog("performance")
        let message = System.Text.Json.Nodes.JsonNode.Parse(entry.Message)!["message"]!
        where (string)message["method"]! == "Network.requestWillBeSent" && !((string)message["params"]!["documentURL"]!).StartsWith("chrome", StringComparison.Ordinal)
        select new Uri((string)message["params"]!["request"]!["url"]!),
    ];

    public void Dispose()
    {
        _driver.Dispose();
        _service.Dispose();
        _profile.Dispose();
    }
}
